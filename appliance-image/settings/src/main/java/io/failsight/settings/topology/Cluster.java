package io.failsight.settings.topology;

/**
 * What is said of a cluster beyond its nodes. Immutable.
 *
 * @param name name, as the nodes name it
 * @param product product that fails it over, such as safekit or keepalived, or empty
 * @param profile profile of the pack that names its services and checkers, such as mobotix-hub, or empty
 */
public record Cluster(String name, String product, String profile) {}
