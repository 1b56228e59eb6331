package io.failsight.collector.receive.link;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The place of one connection at a door, and what it is doing since when. The connection's thread tells; the door's watch reads and closes
 * what takes too long. Thread-safe.
 */
public final class Slot {
    private static final Logger LOG = System.getLogger(Slot.class.getName());

    /** What the door waits for. */
    enum Phase {
        /** For the sender to prove who it is. */
        HANDSHAKE,
        /** For whatever it says next, for as long as it likes. */
        QUIET,
        /** For the rest of what it began. */
        INSIDE_RECORD,
        /** For nothing: the journal is at work. */
        WORKING
    }

    private record State(Phase phase, long sinceNanoTime) {}

    private final Socket wire;
    private volatile State state;
    private volatile @Nullable Proof proof;
    private volatile long seenNanoTime;

    Slot(Socket wire, Phase phase) {
        this.wire = wire;
        state = new State(phase, System.nanoTime());
    }

    /** The sender has said all it began to say. */
    public void quiet() {
        enter(Phase.QUIET);
    }

    /** The sender began a record; said again for the same record, it still began then. */
    public void insideRecord() {
        if (state.phase() != Phase.INSIDE_RECORD) {
            enter(Phase.INSIDE_RECORD);
        }
    }

    /** The sender has to wait for us. */
    public void working() {
        enter(Phase.WORKING);
    }

    void handshake() {
        enter(Phase.HANDSHAKE);
    }

    private void enter(Phase phase) {
        state = new State(phase, System.nanoTime());
    }

    /** What the sender proved to be. */
    void proved(Proof shown) {
        proof = shown;
    }

    @Nullable
    Proof proof() {
        return proof;
    }

    /** Whether it did anything since this was asked last. Belongs to the door's watch. */
    boolean didAnything() {
        long latest = state.sinceNanoTime();
        boolean fresh = latest != seenNanoTime;
        seenNanoTime = latest;
        return fresh;
    }

    InetAddress address() {
        return wire.getInetAddress();
    }

    boolean isLate(LinkLimits limits, long nowNanoTime) {
        State now = state;
        long nanos = nowNanoTime - now.sinceNanoTime();
        return switch (now.phase()) {
            case HANDSHAKE -> nanos >= limits.handshake().toNanos();
            case INSIDE_RECORD -> nanos >= limits.record().toNanos();
            case QUIET, WORKING -> false;
        };
    }

    /** How long it has been quiet, -1 when it is not. */
    long quietNanos(long nowNanoTime) {
        State now = state;
        return now.phase() == Phase.QUIET ? nowNanoTime - now.sinceNanoTime() : -1;
    }

    /** Makes a blocked read return, so that what was read is still handed over. Called by another thread. */
    public void stopReading() {
        try {
            wire.shutdownInput();
        } catch (IOException e) {
            closeNow();
        }
    }

    /** Closes the connection. Called by another thread. */
    public void closeNow() {
        try {
            wire.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "closing a connection: " + e.getMessage());
        }
    }
}
