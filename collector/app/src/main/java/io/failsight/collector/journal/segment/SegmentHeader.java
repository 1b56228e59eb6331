package io.failsight.collector.journal.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the beginning of a segment file, and makes do where it is damaged: every batch names its segment too. */
public final class SegmentHeader {
    /** No header is larger: cursors take at most 1 MiB, with their lengths. */
    private static final int MAX_BYTES = 4 << 20;

    private SegmentHeader() {}

    /**
     * Reads what a segment's file says of itself.
     *
     * @param name says where the file is
     * @param limit bytes of the uncompressed segment
     * @return a segment without length; its incarnation is {@link Segment#ANY_INCARNATION} when neither header nor any batch is readable
     */
    public static Segment read(SegmentReader reader, Path directory, Segment name, int limit) throws IOException {
        reader.open(name, Segment.ANY_INCARNATION);
        ByteBuffer header = load(reader, limit);
        if (header != null && header.getLong(24) == name.base()) {
            return new Segment(directory, name.base(), header.getLong(16), header.getLong(32), header.capacity());
        }
        int first = reader.findNext(0, limit);
        if (first == limit) {
            return new Segment(directory, name.base(), Segment.ANY_INCARNATION, 0, limit);
        }
        return new Segment(directory, name.base(), reader.incarnationOfBatch(), reader.recordsBefore(), first);
    }

    /** The cursors that were live when the segment began; null where the header is damaged. */
    public static byte @Nullable [] cursors(SegmentReader reader, Segment segment) throws IOException {
        ByteBuffer header = load(reader, segment.length());
        return header == null ? null : Arrays.copyOfRange(header.array(), Segment.FIXED_BYTES, header.capacity());
    }

    private static @Nullable ByteBuffer load(SegmentReader reader, int limit) throws IOException {
        if (limit < Segment.FIXED_BYTES) {
            return null;
        }
        ByteBuffer fixed = ByteBuffer.wrap(reader.copy(0, Segment.FIXED_BYTES));
        int length = fixed.getInt(12);
        if (fixed.getLong(0) != Segment.MAGIC || length < Segment.FIXED_BYTES || length > Math.min(limit, MAX_BYTES)) {
            return null;
        }
        ByteBuffer header = ByteBuffer.wrap(reader.copy(0, length));
        int sum = header.getInt(40);
        header.putInt(40, 0);
        return Segment.sum(header.array()) == sum ? header : null;
    }
}
