package io.failsight.collector.receive.link;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the log what is wrong with a peer, once for each peer and matter; counters have the rest. Remembers a bounded number of them, so
 * that forged addresses fill neither the heap nor the log. Thread-safe.
 */
public final class PeerNotes {
    private static final Logger LOG = System.getLogger(PeerNotes.class.getName());
    /** Peers that are told of; beyond them one line says that there are more. */
    static final int MAX_NOTES = 1_000;

    private final String door;
    private final Map<String, Boolean> told = new ConcurrentHashMap<>();

    /** @param door id of the receiver, which begins each line */
    public PeerNotes(String door) {
        this.door = door;
    }

    /**
     * Tells it, if it was not told of that peer before.
     *
     * @param matter what it is about, in a word: one line for each peer and matter
     * @param what the rest of the sentence that begins with the peer
     */
    public void tell(String peer, String matter, String what) {
        if (told.size() >= MAX_NOTES) {
            return;
        }
        if (told.putIfAbsent(matter + " " + peer, true) == null) {
            boolean last = told.size() >= MAX_NOTES;
            LOG.log(
                    Level.WARNING,
                    door + ": " + peer + " " + what + (last ? " (the last of " + MAX_NOTES + " such lines)" : ""));
        }
    }

    /** Peers and matters that were told. */
    public int told() {
        return told.size();
    }
}
