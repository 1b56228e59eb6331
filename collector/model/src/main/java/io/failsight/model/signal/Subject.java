package io.failsight.model.signal;

/**
 * What a signal is about. A part that is not known is empty. Immutable.
 *
 * @param site site, as {@code failsight.yaml} names it
 * @param cluster nodes that fail over together: by {@code failsight.yaml}, else what the product calls it (module, instance)
 * @param node node by {@code failsight.yaml}, else the host name that the sender claims; empty when the signal is about the reporter's
 *     partner and the line does not name it (see {@link Signal#remote})
 * @param layer id of a {@link io.failsight.model.Layer}
 * @param component part of the product that is concerned
 * @param resource address, process, service, checker, heartbeat, volume: what exactly, in the product's own word
 */
public record Subject(String site, String cluster, String node, String layer, String component, String resource) {
    public static final Subject NONE = new Subject("", "", "", "", "", "");
}
