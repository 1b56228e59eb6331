package io.failsight.collector.sink.opensearch;

import io.failsight.model.StorageClass;
import java.io.IOException;
import java.util.Optional;

/**
 * Which index the entries from a journal offset on go to, durable before first use: an id is unique within one index only, so every
 * retry must go where the first try went (design decision 6). Thread-safe.
 */
public interface Routes {
    /** Index of the newest route of that class that begins at or below the offset. */
    Optional<String> indexFor(StorageClass storageClass, long offset);

    /** Index of the oldest route of that class, wherever it begins; empty when there is none. */
    Optional<String> oldest(StorageClass storageClass);

    /** Offset that no route begins above: a new one begins there or behind. */
    long end();

    /**
     * Makes a route durable.
     *
     * @param fromOffset journal offset of the first batch that goes to the index; at or above every route of the class
     * @throws IOException when it could not be forced; nothing may be sent to the index then
     */
    void add(long fromOffset, StorageClass storageClass, String index) throws IOException;
}
