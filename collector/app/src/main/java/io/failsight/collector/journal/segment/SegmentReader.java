package io.failsight.collector.journal.segment;

import io.failsight.collector.intake.BatchHeader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the batches of one segment at a time, raw or compressed alike, by reads of many batches, or a part of a large one, into one buffer. {@link #load} moves to a batch;
 * the accessors then speak of it until the next call. Not thread-safe.
 */
public final class SegmentReader implements Closeable {
    private final JournalFiles files;
    private final TextCache texts = new TextCache();
    private final CRC32C sum = new CRC32C();
    private final int lookBytes;
    private byte[] buffer;
    private int windowStart;
    private int windowEnd;
    private long incarnation;
    private JournalFiles.@Nullable Handle raw;
    private @Nullable CompressedSegment packed;
    private int at;
    private int totalBytes;
    private int position;

    /**
     * A reader with no segment open.
     *
     * @param lookBytes bytes of one read; the buffer grows to the largest batch
     */
    public SegmentReader(JournalFiles files, int lookBytes) {
        this.files = files;
        this.lookBytes = Math.max(lookBytes, BatchLayout.FIXED_BYTES);
        this.buffer = new byte[this.lookBytes];
    }

    /** Whether what the disk cannot read is given up and reads as zeros. */
    public boolean salvages() {
        return files instanceof SalvagingFiles;
    }

    /** Opens a segment; the one open before is closed. */
    public void open(Segment segment) throws IOException {
        open(segment, segment.incarnation());
    }

    void open(Segment segment, long expectedIncarnation) throws IOException {
        close();
        incarnation = expectedIncarnation;
        if (!segment.compressed()) {
            try {
                raw = files.open(segment.raw());
                return;
            } catch (NoSuchFileException e) {
                // compressed a moment ago
            }
        }
        packed = CompressedSegment.open(files, segment.packed());
    }

    /**
     * Moves to the batch at a position.
     *
     * @param limit position behind the last byte that may be read
     * @return false when no whole, undamaged batch is there
     */
    public boolean load(int from, int limit) throws IOException {
        if (limit - from < BatchLayout.FIXED_BYTES) {
            return false;
        }
        fill(from, BatchLayout.FIXED_BYTES, limit);
        int claimed = BatchLayout.claimedBytes(buffer, from - windowStart, incarnation, from, limit - from);
        if (claimed < 0) {
            return false;
        }
        fill(from, claimed, limit);
        if (!BatchLayout.sumIsRight(buffer, from - windowStart, claimed, sum)) {
            return false;
        }
        at = from - windowStart;
        totalBytes = claimed;
        position = from;
        return true;
    }

    /**
     * Whether what is at a position, with no batch behind it, is the beginning of a batch, or zeros: a write that was cut short. A batch that is there in its
     * whole length and damaged is not, for it may have been acknowledged.
     */
    public boolean isTorn(int from, int limit) throws IOException {
        if (limit - from < BatchLayout.FIXED_BYTES) {
            return true;
        }
        fill(from, BatchLayout.FIXED_BYTES, limit);
        if (BatchLayout.claimedBytes(buffer, from - windowStart, incarnation, from, Integer.MAX_VALUE) > limit - from) {
            return true;
        }
        for (int i = from; i < limit; i++) {
            if (i >= windowEnd) {
                fill(i, 1, limit);
            }
            if (buffer[i - windowStart] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Records that a damaged batch says to hold; 0 where even that cannot be read. */
    public long claimedRecords(int from, int limit) throws IOException {
        fill(from, BatchLayout.FIXED_BYTES, limit);
        int place = from - windowStart;
        boolean isOurs = BatchLayout.claimedBytes(buffer, place, incarnation, from, limit - from) > 0;
        int payload = isOurs ? BatchLayout.payloadBytes(buffer, place) : 0;
        return Math.clamp(isOurs ? BatchLayout.records(buffer, place) : 0, 0, payload);
    }

    /** Position of the first undamaged batch at or behind a position and moves to it; {@code limit} when there is none. */
    public int findNext(int from, int limit) throws IOException {
        int last = limit - BatchLayout.FIXED_BYTES;
        for (int candidate = from; candidate <= last; candidate++) {
            if (candidate < windowStart || candidate + 4 > windowEnd) {
                fill(candidate, 4, limit);
            }
            if (buffer[candidate - windowStart] == (byte) (BatchLayout.MAGIC >>> 24)
                    && buffer[candidate - windowStart + 1] == (byte) (BatchLayout.MAGIC >>> 16)
                    && load(candidate, limit)) {
                return candidate;
            }
        }
        return limit;
    }

    /** Records of the journal before the batch that should be at a position, counted by its last undamaged forerunner; moves. */
    public long recordsUpTo(Segment segment, int end) throws IOException {
        long records = segment.baseRecords();
        int from = segment.firstBatch();
        while (from < end) {
            Segment.Hole hole = segment.holeAt(from);
            if (hole != null) {
                records += hole.records();
                from = hole.to();
            } else if (load(from, end)) {
                records = recordsBefore() + records();
                from = next();
            } else {
                return records;
            }
        }
        return records;
    }

    /** Copies raw bytes of the segment. */
    public byte[] copy(int from, int to) throws IOException {
        byte[] copy = new byte[to - from];
        readInto(copy, 0, from, copy.length);
        return copy;
    }

    private void fill(int from, int needed, int limit) throws IOException {
        if (from >= windowStart && from + needed <= windowEnd) {
            return;
        }
        int kept = from >= windowStart && from < windowEnd ? windowEnd - from : 0;
        int start = from - windowStart;
        byte[] old = buffer;
        if (needed > old.length) {
            buffer = new byte[Integer.highestOneBit(needed) << 1];
        }
        if (kept > 0) {
            System.arraycopy(old, start, buffer, 0, kept);
        }
        int count = Math.min(Math.max(needed, lookBytes), limit - from);
        windowEnd = windowStart;
        for (int done = kept; done < count; done += lookBytes) {
            readInto(buffer, done, from + done, Math.min(lookBytes, count - done));
        }
        windowStart = from;
        windowEnd = from + count;
    }

    /** What the file no longer holds reads as zeros, which is no batch. */
    private void readInto(byte[] to, int start, int from, int count) throws IOException {
        CompressedSegment blocks = packed;
        if (blocks != null) {
            blocks.read(from, to, start, count);
            return;
        }
        JournalFiles.Handle handle = raw;
        if (handle == null) {
            throw new IllegalStateException("no segment is open");
        }
        ByteBuffer target = ByteBuffer.wrap(to, start, count);
        while (target.hasRemaining()) {
            if (handle.read(target, (long) from + target.position() - start) < 0) {
                Arrays.fill(to, target.position(), start + count, (byte) 0);
                return;
            }
        }
    }

    public byte[] bytes() {
        return buffer;
    }

    public int payloadOffset() {
        return at + BatchLayout.headerBytes(buffer, at);
    }

    public int payloadLength() {
        return totalBytes - BatchLayout.headerBytes(buffer, at);
    }

    /** Position of the payload in the segment. */
    public int payloadPosition() {
        return position + BatchLayout.headerBytes(buffer, at);
    }

    /** Position behind the batch. */
    public int next() {
        return position + totalBytes;
    }

    public int totalBytes() {
        return totalBytes;
    }

    public int records() {
        return BatchLayout.records(buffer, at);
    }

    public long recordsBefore() {
        return BatchLayout.recordsBefore(buffer, at);
    }

    long incarnationOfBatch() {
        return BatchLayout.incarnation(buffer, at);
    }

    /** Makes the header; texts seen before are not made again. */
    public BatchHeader header() {
        return BatchLayout.header(buffer, at, texts);
    }

    @Override
    public void close() throws IOException {
        windowStart = 0;
        windowEnd = 0;
        JournalFiles.Handle handle = raw;
        raw = null;
        CompressedSegment blocks = packed;
        packed = null;
        if (handle != null) {
            handle.close();
        }
        if (blocks != null) {
            blocks.close();
        }
    }
}
