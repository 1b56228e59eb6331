package io.failsight.model;

/**
 * What an entry is worth when the disk gets full: each class has indices of its own, and the least worth is evicted first (design
 * decision 7).
 */
public enum StorageClass {
    /** Audit, signals and failover evidence: evicted last, the audit never. */
    KEEP,
    /** Ordinary logs. */
    NORMAL,
    /** Debug lines and spans: evicted first. */
    BULKY;

    private final String id = name().toLowerCase(java.util.Locale.ROOT);

    /** Lower-case name, as in index names: {@code failsight-normal-000001}. */
    public String id() {
        return id;
    }
}
