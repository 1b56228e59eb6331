package io.failsight.collector.journal.segment;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the frames of a compressed segment begin, found by looking for them: for when the end of the file, which says so, is damaged. A frame whose
 * beginning cannot be recognised counts as one block; were it otherwise, the batches behind would not be at their positions and be told as damaged,
 * never taken for others.
 *
 * @param starts where each frame begins, and where the last one ends
 * @param rawBytes bytes of the segment before it was compressed
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record FrameTable(long[] starts, int rawBytes) {
    private static final int ZSTD_MAGIC = 0x28B52FFD; // as its bytes stand in the file
    /** What zstd makes of a block at most; not asked of zstd, whose native library cannot be loaded everywhere. */
    private static final int MAX_FRAME_BYTES =
            CompressedSegment.BLOCK_BYTES + (CompressedSegment.BLOCK_BYTES >> 8) + 64;

    private static final int MIN_FRAME_BYTES = 6;

    /** Looks through a file; {@link DamagedSegmentException} when no frame is in it. */
    static FrameTable find(JournalFiles.Handle handle, Path file) throws IOException {
        long size = handle.size();
        List<Long> starts = new ArrayList<>();
        int last = CompressedSegment.BLOCK_BYTES;
        long end = 0;
        ByteBuffer window = ByteBuffer.allocate(MAX_FRAME_BYTES);
        long at = 0;
        while (at + MIN_FRAME_BYTES <= size) {
            window.clear().limit((int) Math.min(window.capacity(), size - at));
            handle.readFully(window, at);
            int skip = magic(window);
            int length = skip == 0 ? frameBytes(window) : 0;
            if (length > 0) {
                if (at > end) {
                    starts.add(end); // damaged
                }
                starts.add(at);
                at += length;
                end = at;
                last = (int) Zstd.getFrameContentSize(window.array(), 0, window.limit());
            } else {
                at += skip == 0 ? 1 : skip;
            }
        }
        if (starts.isEmpty()) {
            throw new DamagedSegmentException("Nothing in the compressed segment " + file + " can be read");
        }
        long raw = (starts.size() - 1L) * CompressedSegment.BLOCK_BYTES + last;
        starts.add(end);
        return new FrameTable(
                starts.stream().mapToLong(Long::longValue).toArray(), (int) Math.min(raw, Integer.MAX_VALUE));
    }

    /** Distance to the next place where a frame may begin; the rest of the window where there is none. */
    private static int magic(ByteBuffer window) {
        int places = window.limit() - 3;
        for (int i = 0; i < places; i++) {
            if (window.getInt(i) == ZSTD_MAGIC) {
                return i;
            }
        }
        return Math.max(1, places);
    }

    private static int frameBytes(ByteBuffer window) {
        long length = Zstd.findFrameCompressedSize(window.array(), 0, window.limit());
        long content = Zstd.getFrameContentSize(window.array(), 0, window.limit());
        boolean isOurs = !Zstd.isError(length)
                && length <= window.limit()
                && content > 0
                && content <= CompressedSegment.BLOCK_BYTES;
        return isOurs ? (int) length : 0;
    }
}
