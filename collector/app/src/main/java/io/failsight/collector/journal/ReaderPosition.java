package io.failsight.collector.journal;

import io.failsight.collector.journal.segment.JournalFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/**
 * How far one reader's destination has taken the journal, in a file of two slots written in turn, so that a torn write leaves the
 * other one. Slot: magic, CRC32C of the rest, sequence (8), offset (8), records behind it (8). Thread-safe.
 */
final class ReaderPosition implements Closeable {
    private static final int MAGIC = 0x46534A52; // "FSJR"
    private static final int SLOT_BYTES = 32;
    /** Slots lie in different disk sectors. */
    private static final int SLOT_DISTANCE = 4_096;

    private final String name;
    private final JournalFiles.Handle file;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    private long sequence;
    private long offset;
    private long records;
    private volatile long durableOffset;

    private ReaderPosition(String name, JournalFiles.Handle file) {
        this.name = name;
        this.file = file;
    }

    /** Opens a reader's file; a new one, or one with no slot intact, starts at the given place. */
    static ReaderPosition open(JournalFiles files, Path path, String name, long startOffset, long startRecords)
            throws IOException {
        JournalFiles.Handle file = files.openWritable(path);
        try {
            ReaderPosition position = new ReaderPosition(name, file);
            boolean found = position.read(0);
            found |= position.read(SLOT_DISTANCE);
            if (!found) {
                position.offset = startOffset;
                position.records = startRecords;
                position.writeSlot(startOffset, startRecords);
            }
            position.durableOffset = position.offset;
            return position;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private boolean read(int at) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        int count = file.read(slot, at);
        if (count < SLOT_BYTES || slot.getInt(0) != MAGIC || slot.getInt(4) != sum(slot)) {
            return false;
        }
        if (slot.getLong(8) > sequence) {
            sequence = slot.getLong(8);
            offset = slot.getLong(16);
            records = slot.getLong(24);
        }
        return true;
    }

    private static int sum(ByteBuffer slot) {
        CRC32C sum = new CRC32C();
        sum.update(slot.array(), 8, SLOT_BYTES - 8);
        return (int) sum.getValue();
    }

    String name() {
        return name;
    }

    long offset() {
        lock.lock();
        try {
            return offset;
        } finally {
            lock.unlock();
        }
    }

    /** Records behind {@link #offset}, counted from the journal's beginning. */
    long records() {
        lock.lock();
        try {
            return records;
        } finally {
            lock.unlock();
        }
    }

    /** The offset that survives a crash. */
    long durableOffset() {
        return durableOffset;
    }

    /** Moves on, never back; returns whether it moved. */
    boolean moveTo(long newOffset, long newRecords) {
        lock.lock();
        try {
            if (newOffset <= offset) {
                return false;
            }
            offset = newOffset;
            records = newRecords;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Makes the position durable; returns whether there was anything to do. */
    boolean persist() throws IOException {
        writing.lock();
        try {
            long newOffset;
            long newRecords;
            lock.lock();
            try {
                newOffset = offset;
                newRecords = records;
            } finally {
                lock.unlock();
            }
            if (newOffset == durableOffset) {
                return false;
            }
            writeSlot(newOffset, newRecords);
            durableOffset = newOffset;
            return true;
        } finally {
            writing.unlock();
        }
    }

    private void writeSlot(long newOffset, long newRecords) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        slot.putInt(MAGIC).putInt(0).putLong(sequence + 1).putLong(newOffset).putLong(newRecords);
        slot.putInt(4, sum(slot));
        file.writeFully(slot.flip(), (sequence + 1) % 2 == 0 ? 0 : SLOT_DISTANCE);
        file.force();
        sequence++;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
