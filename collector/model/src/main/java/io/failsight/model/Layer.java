package io.failsight.model;

/** The layer of a failover system that an entry speaks of, from the iron up. Its {@link #id} is what the index holds. */
public enum Layer {
    HARDWARE,
    OS,
    NETWORK,
    KUBERNETES,
    DATABASE,
    MIDDLEWARE,
    BACKBONE,
    RECORDING,
    APPLICATION;

    private final String id = name().toLowerCase(java.util.Locale.ROOT);

    /** Lower-case name, as in the field {@code layer}. */
    public String id() {
        return id;
    }
}
