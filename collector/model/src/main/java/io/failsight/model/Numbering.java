package io.failsight.model;

import java.util.Locale;

/** How senders count their entries, so that a missing number is a missing entry. Immutable. */
public enum Numbering {
    /** The sender does not count. */
    NONE(0, Long.MAX_VALUE, false),
    /** {@code meta sequenceId} of RFC 5424 §7.3.1: from 1, and from 1 again behind 2,147,483,647 and after a restart. */
    SYSLOG(1, Integer.MAX_VALUE, false),
    /** Number that a network device puts before the time of a message (Cisco's {@code service sequence-numbers}); severities not sent leave holes. */
    DEVICE(1, Long.MAX_VALUE, true),
    /** Record id of a Windows event log, by channel; what the forwarder filters leaves holes. */
    WINDOWS(1, Long.MAX_VALUE, true),
    /** Number of an entry in systemd's journal; what the reader may not see leaves holes. */
    JOURNALD(1, Long.MAX_VALUE, true);

    private final long first;
    private final long last;
    private final boolean filtered;
    private final String id = name().toLowerCase(Locale.ROOT);

    Numbering(long first, long last, boolean filtered) {
        this.first = first;
        this.last = last;
        this.filtered = filtered;
    }

    /** Number of the first entry after a start. */
    public long first() {
        return first;
    }

    /** Number behind which {@link #first} comes again. */
    public long last() {
        return last;
    }

    /** Whether holes may be meant, so that the numbers must prove first that they have none. */
    public boolean mayBeFiltered() {
        return filtered;
    }

    /** Lower-case name, as in the API. */
    public String id() {
        return id;
    }
}
