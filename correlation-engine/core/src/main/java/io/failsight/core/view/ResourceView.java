package io.failsight.core.view;

import io.failsight.core.timeline.Timed;

/**
 * A checker, process, heartbeat, address, replication, licence or setting of a node. Immutable.
 *
 * @param type one of the constants
 * @param name in the product's own word
 * @param up whether it is as it should be
 * @param since the signal since which it is so
 */
public record ResourceView(String type, String name, boolean up, Timed since) {
    public static final String HEARTBEAT = "heartbeat";
    public static final String CHECKER = "checker";
    public static final String COMPONENT = "component";
    public static final String ADDRESS = "address";
    public static final String REPLICATION = "replication";
    public static final String LICENCE = "licence";
    public static final String SETTING = "setting";

    boolean is(String otherType, String otherName) {
        return type.equals(otherType) && name.equals(otherName);
    }
}
