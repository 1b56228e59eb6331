package io.failsight.engine.notify.channel;

import java.util.Locale;

/** Why a message is sent. */
public enum Reason {
    /** An incident is there. */
    OPENED,
    /** It became worse. */
    ESCALATED,
    /** Service and redundancy are back. */
    REDUNDANT,
    /** About Failsight itself, such as a disk that fills up. */
    NOTICE,
    /** Regularly, to prove that the way works. */
    PROOF,
    /** Somebody asked for it, to try the way. */
    TEST;

    private final String id = name().toLowerCase(Locale.ROOT);

    public String id() {
        return id;
    }

    /** The reason of that id. */
    public static Reason ofId(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** Whether it is about an incident. */
    public boolean ofIncident() {
        return this != PROOF && this != TEST && this != NOTICE;
    }
}
