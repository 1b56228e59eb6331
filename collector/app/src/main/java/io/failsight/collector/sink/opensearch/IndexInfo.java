package io.failsight.collector.sink.opensearch;

import io.failsight.model.IndexMapping;
import io.failsight.model.StorageClass;
import java.time.Instant;
import java.util.Optional;

/**
 * One entry index as OpenSearch reports it.
 *
 * @param name such as {@code failsight-normal-000001}
 * @param storageClass class in its name
 * @param number number in its name
 * @param bytes size of its primary shards on disk
 * @param documents documents in it
 * @param created when it was created
 * @param isRed whether its primary shard is not there
 */
record IndexInfo(
        String name,
        StorageClass storageClass,
        int number,
        long bytes,
        long documents,
        Instant created,
        boolean isRed) {
    /** Reads class and number out of an index name; empty when it is not one of ours. */
    static Optional<IndexInfo> of(String name, long bytes, long documents, Instant created, boolean isRed) {
        for (StorageClass storageClass : StorageClass.values()) {
            String prefix = IndexMapping.INDEX_PREFIX + storageClass.id() + "-";
            if (name.startsWith(prefix) && name.substring(prefix.length()).matches("\\d{1,9}")) {
                int number = Integer.parseInt(name.substring(prefix.length()));
                return Optional.of(new IndexInfo(name, storageClass, number, bytes, documents, created, isRed));
            }
        }
        return Optional.empty();
    }
}
