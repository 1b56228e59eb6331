package io.failsight.collector.disk;

import java.util.Locale;

/** What is done about a file system that fills up. Each step includes those before it. */
public enum DiskStep {
    /** Nothing has to be done. */
    ENOUGH,
    /** Old entries are evicted early: bulky ones first, then normal ones. */
    EVICTING,
    /** Bulky entries are no longer indexed; old evidence goes when nothing else is left. */
    DEGRADED,
    /** Nothing more is taken in; senders are told to come again. */
    REFUSING,
    /** Nothing is delivered to the index either: OpenSearch needs what is left to stay whole. */
    FULL;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** Lower-case name. */
    public String id() {
        return id;
    }

    /** Whether what is done from that step on is done now. */
    public boolean isAtLeast(DiskStep other) {
        return compareTo(other) >= 0;
    }
}
