package io.failsight.collector.sink.opensearch;

/**
 * An index that was damaged and made again. Immutable.
 *
 * @param index its name
 * @param reason what OpenSearch said of it
 * @param aside folder with its files as they were; empty where they could not be kept
 */
public record Repair(String index, String reason, String aside) {}
