package io.failsight.collector.sink.opensearch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * How far into the journal entries may have been sent, on disk before they are. After a crash the entries between the reader's position and this mark
 * may be in an index already, and in one of another class when a pack has changed meanwhile (ADR 2). The mark runs {@link #STEP} ahead, so that it is
 * forced seldom. One record of 12 bytes, offset and CRC32C, written in place: one that is missing or torn only means that more is looked up. Thread-safe.
 */
public final class SentMark implements Closeable {
    /** 16 MiB: one force in a second or more at full load, and 65,000 lines to look up after a crash. */
    static final long STEP = 16L << 20;

    private static final int LENGTH = 12;

    private final FileChannel file;
    private final long found;
    private long mark;

    private SentMark(FileChannel file, long found) {
        this.file = file;
        this.found = found;
        this.mark = found == Long.MAX_VALUE ? 0 : found;
    }

    /** Opens the mark, or begins one. */
    public static SentMark open(Path path) throws IOException {
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return new SentMark(file, read(file));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static long read(FileChannel file) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(LENGTH);
        while (record.hasRemaining() && file.read(record, record.position()) >= 0) {
            // until all of it is there, or the file ends
        }
        boolean whole = !record.hasRemaining() && record.getInt(8) == sum(record.getLong(0));
        return whole ? record.getLong(0) : Long.MAX_VALUE;
    }

    /** Offset below which an earlier process may have sent entries; {@link Long#MAX_VALUE} where nothing tells. */
    long found() {
        return found;
    }

    /**
     * Says that entries of the batch at that offset are about to be sent.
     *
     * @throws IOException when that could not be made durable; nothing of the batch may be sent then
     */
    synchronized void reach(long batchOffset) throws IOException {
        if (batchOffset >= mark) {
            write(batchOffset + STEP);
        }
    }

    /** Says that all that was sent is settled, and nothing at or above that offset was sent. */
    synchronized void settle(long offset) throws IOException {
        if (offset < mark) {
            write(offset);
        }
    }

    private void write(long offset) throws IOException {
        ByteBuffer record =
                ByteBuffer.allocate(LENGTH).putLong(offset).putInt(sum(offset)).flip();
        while (record.hasRemaining()) {
            file.write(record, record.position());
        }
        file.force(false);
        mark = offset;
    }

    private static int sum(long offset) {
        CRC32C sum = new CRC32C();
        sum.update(ByteBuffer.allocate(Long.BYTES).putLong(0, offset));
        return (int) sum.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
