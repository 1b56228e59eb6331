package io.failsight.collector.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How full a file system is, as {@code df} counts: what is reserved for root counts as used. Immutable.
 *
 * @param usedBytes taken, by whomever
 * @param freeBytes what this account may still write
 */
public record DiskUsage(long usedBytes, long freeBytes) {
    /** Nothing is known; nothing must be evicted on a guess. */
    public static final DiskUsage UNKNOWN = new DiskUsage(0, Long.MAX_VALUE);

    /** Of the file system that a path is on. */
    public static DiskUsage of(Path path) throws IOException {
        FileStore store = Files.getFileStore(path);
        return new DiskUsage(store.getTotalSpace() - store.getUnallocatedSpace(), store.getUsableSpace());
    }

    /** The used part of what can be used, 0 to 1. */
    public double share() {
        return usedBytes <= 0 ? 0 : usedBytes / ((double) usedBytes + freeBytes);
    }

    /** Bytes that must go until no more than a part is used; 0 when it is so. */
    public long above(double part) {
        return Math.max(0, (long) (usedBytes - part * ((double) usedBytes + freeBytes)));
    }
}
