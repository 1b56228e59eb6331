package io.failsight.collector.journal.segment;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Every file operation of the journal. Thread-safe; a handle is written by one thread at a time. */
public interface JournalFiles {
    /** 1 s: a disk that is away for a moment, as behind a controller that resets, is back after a few of these. */
    long RETRY_NANOS = 1_000_000_000L;

    /** The files of the operating system. */
    static JournalFiles system() {
        return SystemFiles.INSTANCE;
    }

    /** An open file. */
    interface Handle extends Closeable {
        /** Reads at a position; returns the bytes read, -1 at the end. */
        int read(ByteBuffer to, long position) throws IOException;

        /** Writes at a position; may write less than was asked. */
        int write(ByteBuffer from, long position) throws IOException;

        /** Returns when all that was written survives the death of the machine. After a failure nothing is known of it. */
        void force() throws IOException;

        void truncate(long sizeBytes) throws IOException;

        long size() throws IOException;

        /** Writes all remaining bytes. */
        default void writeFully(ByteBuffer from, long position) throws IOException {
            long at = position;
            while (from.hasRemaining()) {
                at += write(from, at);
            }
        }

        /** Fills the buffer; {@link EOFException} when the file ends before. */
        default void readFully(ByteBuffer to, long position) throws IOException {
            long at = position;
            while (to.hasRemaining()) {
                int count = read(to, at);
                if (count < 0) {
                    throw new EOFException("file ends at byte " + at + ", expected " + to.remaining() + " more");
                }
                at += count;
            }
        }
    }

    /** Opens for reading. */
    Handle open(Path file) throws IOException;

    /** Opens for reading and writing; creates the file where there is none and keeps what is in it. */
    Handle openWritable(Path file) throws IOException;

    /** Makes created, renamed and deleted names in the folder durable. */
    void forceDirectory(Path directory) throws IOException;

    /** Renames within a folder, replacing, in one step. */
    void move(Path from, Path to) throws IOException;

    void deleteIfExists(Path file) throws IOException;

    void createDirectories(Path directory) throws IOException;

    /** All names in a folder; empty where there is no such folder. */
    List<Path> list(Path directory) throws IOException;

    /**
     * Takes the only lock on a folder, held until closed.
     *
     * @throws IOException when another process, or this one, holds it; the message says what to do
     */
    Closeable lock(Path file) throws IOException;

    /** Waits for a moment before what failed is tried again. */
    default void awaitRetry() {
        LockSupport.parkNanos(RETRY_NANOS);
    }

    /** Replaces a small file by way of a temporary one, forced. */
    default void replace(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (Handle handle = openWritable(temporary)) {
            handle.truncate(0);
            handle.writeFully(ByteBuffer.wrap(content), 0);
            handle.force();
        }
        move(temporary, file);
    }
}
