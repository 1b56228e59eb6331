package io.failsight.collector.journal.segment;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one segment file. Files are named after the global offset of the segment's first byte: {@code .seg} as written,
 * {@code .segz} compressed, {@code .idx} what is known of it once closed. Positions count bytes of the uncompressed segment from 0 and include its
 * header. {@link #length} grows while the segment is written and only ever covers bytes that are durable.
 *
 * <p>Header, big-endian: 0 magic (8), 8 version, 12 header bytes, 16 incarnation (8), 24 base offset (8), 32 records of the journal
 * before it (8), 40 CRC32C of the header with zero here, 44 zero, 48 live cursors ({@link Cursors}).
 *
 * <p>Written by one thread (the one that forces, or recovery) and, for sources and holes, under the journal's lock; read by any.
 */
public final class Segment {
    /** Stands for "not known": accepts batches of any. */
    public static final long ANY_INCARNATION = 0;

    static final long MAGIC = 0x46534A4F55524E31L; // "FSJOURN1"
    static final int VERSION = 1;
    static final int FIXED_BYTES = 48;
    /** A file with less cannot hold a batch. */
    public static final int SMALLEST_BYTES = FIXED_BYTES + BatchLayout.FIXED_BYTES;

    private final Path directory;
    private final long base;
    private final long incarnation;
    private final long baseRecords;
    private final int firstBatch;
    private final Map<String, Long> sources = new HashMap<>();
    private volatile List<Hole> holes = List.of();
    private volatile int length;
    private volatile long endRecords;
    private volatile boolean closed;
    private volatile boolean compressed;
    private volatile long diskBytes;

    /**
     * A range without a readable batch.
     *
     * @param from first position of it
     * @param to position behind it
     * @param records records that were in it
     */
    public record Hole(int from, int to, long records) {}

    public Segment(Path directory, long base, long incarnation, long baseRecords, int firstBatch) {
        this.directory = directory;
        this.base = base;
        this.incarnation = incarnation;
        this.baseRecords = baseRecords;
        this.firstBatch = firstBatch;
        this.length = firstBatch;
        this.endRecords = baseRecords;
        this.diskBytes = firstBatch;
    }

    public Path raw() {
        return directory.resolve(name(".seg"));
    }

    public Path packed() {
        return directory.resolve(name(".segz"));
    }

    public Path index() {
        return directory.resolve(name(".idx"));
    }

    private String name(String suffix) {
        return "%016x%s".formatted(base, suffix);
    }

    public long base() {
        return base;
    }

    public long incarnation() {
        return incarnation;
    }

    public long baseRecords() {
        return baseRecords;
    }

    /** Position of the first batch. */
    public int firstBatch() {
        return firstBatch;
    }

    /** Position behind the last durable batch. */
    public int length() {
        return length;
    }

    /** Global offset behind the last durable batch. */
    public long end() {
        return base + length;
    }

    /** Records of the journal up to the end of this segment. */
    public long endRecords() {
        return endRecords;
    }

    /** True when nothing will be added. Read it before {@link #length}. */
    public boolean closed() {
        return closed;
    }

    public boolean compressed() {
        return compressed;
    }

    public long diskBytes() {
        return diskBytes;
    }

    public List<Hole> holes() {
        return holes;
    }

    public boolean isEmpty() {
        return length == firstBatch;
    }

    /** The hole that starts at a position, or none. */
    public @Nullable Hole holeAt(int position) {
        for (Hole hole : holes) {
            if (position >= hole.from && position < hole.to) {
                return hole;
            }
        }
        return null;
    }

    /** Bytes of each source's batches; guarded by the journal's lock. */
    public Map<String, Long> sources() {
        return sources;
    }

    public void grow(int newLength, long newEndRecords) {
        endRecords = newEndRecords;
        diskBytes = newLength;
        length = newLength;
    }

    public void close() {
        closed = true;
    }

    public void compressedTo(long bytes) {
        diskBytes = bytes;
        compressed = true;
    }

    public void addHole(Hole hole) {
        holes = java.util.stream.Stream.concat(holes.stream(), java.util.stream.Stream.of(hole))
                .toList();
    }

    /** The bytes that begin the file. */
    public static byte[] header(long incarnation, long base, long baseRecords, byte[] cursors) {
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + cursors.length);
        out.putLong(MAGIC).putInt(VERSION).putInt(out.capacity());
        out.putLong(incarnation).putLong(base).putLong(baseRecords);
        out.putInt(0).putInt(0).put(cursors);
        out.putInt(40, sum(out.array()));
        return out.array();
    }

    static int sum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
    }
}
