package io.failsight.collector.journal.segment;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file beside a closed segment that makes reading the segment at start unnecessary. Only a shortcut: where it is missing or damaged, the
 * segment is read instead, so it is not forced.
 */
public final class SegmentIndex {
    private static final int MAGIC = 0x46534A49; // "FSJI"
    private static final int FIXED_BYTES = 60;
    /** More than any index can be; a longer file is not one. */
    private static final int MAX_BYTES = 256 << 20;

    private SegmentIndex() {}

    /** Writes what is known of a closed segment; call under the journal's lock or where no other thread knows the segment. */
    public static byte[] toBytes(Segment segment) {
        Map<String, Long> sources = segment.sources();
        List<Segment.Hole> holes = segment.holes();
        int texts = 0;
        for (String source : sources.keySet()) {
            texts += 12 + source.getBytes(StandardCharsets.UTF_8).length;
        }
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + texts + 16 * holes.size());
        out.putInt(MAGIC).putInt(0);
        out.putLong(segment.base()).putLong(segment.incarnation()).putLong(segment.baseRecords());
        out.putInt(segment.firstBatch()).putInt(segment.length()).putLong(segment.endRecords());
        out.putInt(sources.size()).putInt(holes.size()).putInt(Segment.VERSION);
        sources.forEach((source, bytes) -> {
            Cursors.putText(out, source);
            out.putLong(bytes);
        });
        for (Segment.Hole hole : holes) {
            out.putInt(hole.from()).putInt(hole.to()).putLong(hole.records());
        }
        out.putInt(4, Segment.sum(out.array()));
        return out.array();
    }

    /** Reads the index of the segment with that base; null where there is none or it is damaged. */
    public static @Nullable Segment read(JournalFiles files, Path directory, long base) {
        Path path = new Segment(directory, base, Segment.ANY_INCARNATION, 0, 0).index();
        try (JournalFiles.Handle handle = files.open(path)) {
            long size = handle.size();
            if (size < FIXED_BYTES || size > MAX_BYTES) {
                return null;
            }
            ByteBuffer in = ByteBuffer.allocate((int) size);
            handle.readFully(in, 0);
            return parse(directory, base, in.flip());
        } catch (IOException | BufferUnderflowException e) {
            return null; // also where the disk cannot read it: the segment itself is what counts
        }
    }

    private static @Nullable Segment parse(Path directory, long base, ByteBuffer in) {
        int sum = in.getInt(4);
        in.putInt(4, 0);
        if (in.getInt() != MAGIC || Segment.sum(in.array()) != sum) {
            return null;
        }
        in.getInt();
        long writtenBase = in.getLong();
        long incarnation = in.getLong();
        long baseRecords = in.getLong();
        Segment segment = new Segment(directory, base, incarnation, baseRecords, in.getInt());
        int length = in.getInt();
        segment.grow(length, in.getLong());
        int sources = in.getInt();
        int holes = in.getInt();
        if (in.getInt() != Segment.VERSION || writtenBase != base) {
            return null;
        }
        for (int i = 0; i < sources; i++) {
            String source = Cursors.getText(in);
            segment.sources().put(source, in.getLong());
        }
        for (int i = 0; i < holes; i++) {
            segment.addHole(new Segment.Hole(in.getInt(), in.getInt(), in.getLong()));
        }
        segment.close();
        return segment;
    }
}
