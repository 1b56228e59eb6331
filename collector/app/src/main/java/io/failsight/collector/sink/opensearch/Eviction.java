package io.failsight.collector.sink.opensearch;

import io.failsight.model.StorageClass;

/**
 * An index that was evicted. Immutable.
 *
 * @param index its name
 * @param storageClass what its entries were worth
 * @param documents how many there were
 * @param why in words
 * @param isForRoom because of the disk, not of its age
 */
public record Eviction(String index, StorageClass storageClass, long documents, String why, boolean isForRoom) {}
