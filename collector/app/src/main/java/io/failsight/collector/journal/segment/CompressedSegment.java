package io.failsight.collector.journal.segment;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A closed segment in independent zstd frames of {@value #BLOCK_BYTES} bytes each, so that any position can be read alone. Layout: the frames;
 * their lengths (4 bytes each); a trailer of magic, raw bytes, number of frames and CRC32C of lengths and trailer. A damaged frame
 * reads as zeros, which is no batch, so that its neighbours stay readable; with a damaged trailer the frames are looked for. Not thread-safe.
 */
public final class CompressedSegment implements Closeable {
    static final int BLOCK_BYTES = 256 << 10;
    private static final int MAGIC = 0x46534A5A; // "FSJZ"
    private static final int TRAILER_BYTES = 16;
    private static final int LEVEL = 1;

    private final JournalFiles.Handle handle;
    private final long[] starts;
    private final int rawBytes;
    private final long fileBytes;
    private final boolean mended;
    private final byte[] block = new byte[BLOCK_BYTES];
    private byte[] frame = new byte[0];
    /** Made at the first frame: what the file says of itself can be read on machines, too, where zstd's native library cannot be loaded. */
    private @Nullable ZstdDecompressCtx zstd;

    private int blockInHand = -1;

    private CompressedSegment(JournalFiles.Handle handle, FrameTable frames, long fileBytes, boolean mended) {
        this.handle = handle;
        this.starts = frames.starts();
        this.rawBytes = frames.rawBytes();
        this.fileBytes = fileBytes;
        this.mended = mended;
    }

    /** Called between blocks, to pace the work. */
    @FunctionalInterface
    public interface Pace {
        /** Returns when the next block may be done; false gives up. */
        boolean next() throws InterruptedException;
    }

    /** Opens; {@link DamagedSegmentException} when nothing in it can be read. */
    public static CompressedSegment open(JournalFiles files, Path file) throws IOException {
        JournalFiles.Handle handle = files.open(file);
        try {
            long size = handle.size();
            FrameTable told = tableAtEnd(handle, size);
            FrameTable frames = told == null ? lookFor(handle, file) : told;
            return new CompressedSegment(handle, frames, size, told == null);
        } catch (IOException | RuntimeException e) {
            handle.close();
            throw e;
        }
    }

    /** What the end of the file says of the frames; null when it is damaged. */
    private static @Nullable FrameTable tableAtEnd(JournalFiles.Handle handle, long size) throws IOException {
        if (size < TRAILER_BYTES) {
            return null;
        }
        ByteBuffer trailer = ByteBuffer.allocate(TRAILER_BYTES);
        handle.readFully(trailer, size - TRAILER_BYTES);
        int rawBytes = trailer.getInt(4);
        int blocks = trailer.getInt(8);
        long lengthsAt = size - TRAILER_BYTES - 4L * blocks;
        if (trailer.getInt(0) != MAGIC || blocks < 0 || lengthsAt < 0) {
            return null;
        }
        ByteBuffer lengths = ByteBuffer.allocate(4 * blocks + TRAILER_BYTES);
        handle.readFully(lengths, lengthsAt);
        long[] starts = new long[blocks + 1];
        for (int i = 0; i < blocks; i++) {
            starts[i + 1] = starts[i] + lengths.getInt(4 * i);
        }
        boolean isWhole = sum(lengths) == trailer.getInt(12) && starts[blocks] == lengthsAt;
        return isWhole ? new FrameTable(starts, rawBytes) : null;
    }

    private static FrameTable lookFor(JournalFiles.Handle handle, Path file) throws IOException {
        try {
            return FrameTable.find(handle, file);
        } catch (LinkageError e) {
            throw withoutZstd(e);
        }
    }

    private static int sum(ByteBuffer lengthsAndTrailer) {
        CRC32C sum = new CRC32C();
        sum.update(lengthsAndTrailer.array(), 0, lengthsAndTrailer.capacity() - 4);
        return (int) sum.getValue();
    }

    /** Bytes of the segment before it was compressed. */
    public int rawBytes() {
        return rawBytes;
    }

    /** Bytes of the compressed file. */
    public long fileBytes() {
        return fileBytes;
    }

    /** Whether its end is damaged and the frames had to be looked for. */
    public boolean mended() {
        return mended;
    }

    /** Fills {@code to} from {@code start} with the raw bytes from a position on; zeros where they are damaged or past the end. */
    void read(int position, byte[] to, int start, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int at = position + done;
            if (at >= rawBytes) {
                Arrays.fill(to, start + done, start + count, (byte) 0);
                return;
            }
            int number = at / BLOCK_BYTES;
            int within = at % BLOCK_BYTES;
            int some = Math.min(count - done, BLOCK_BYTES - within);
            unpack(number);
            System.arraycopy(block, within, to, start + done, some);
            done += some;
        }
    }

    private void unpack(int number) throws IOException {
        if (number == blockInHand) {
            return;
        }
        int length = (int) (starts[number + 1] - starts[number]);
        blockInHand = -1;
        if (length > frame.length) {
            frame = new byte[length];
        }
        int expected = Math.min(BLOCK_BYTES, rawBytes - number * BLOCK_BYTES);
        Arrays.fill(block, (byte) 0);
        handle.readFully(ByteBuffer.wrap(frame, 0, length), starts[number]);
        try {
            int got = context().decompressByteArray(block, 0, block.length, frame, 0, length);
            if (got != expected) {
                Arrays.fill(block, (byte) 0);
            }
        } catch (ZstdException e) {
            Arrays.fill(block, (byte) 0);
        }
        blockInHand = number;
    }

    private ZstdDecompressCtx context() throws IOException {
        ZstdDecompressCtx context = zstd;
        if (context == null) {
            try {
                context = new ZstdDecompressCtx();
            } catch (LinkageError e) {
                throw withoutZstd(e);
            }
            zstd = context;
        }
        return context;
    }

    /** Not damage: the frame is as good as it ever was. */
    private static IOException withoutZstd(LinkageError e) {
        return new IOException(
                "A compressed segment cannot be read because the native library of zstd cannot be loaded ("
                        + e.getMessage()
                        + "). Is the folder of temporary files mounted noexec? -DZstdTempFolder=... names another.",
                e);
    }

    /**
     * Compresses a closed segment into a temporary file beside it, forces it and renames it; the raw file stays.
     *
     * @return bytes of the compressed file, -1 when {@code pace} gave up
     */
    public static long write(JournalFiles files, Segment segment, Pace pace) throws IOException, InterruptedException {
        Path target = segment.packed();
        Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
        long size;
        try (JournalFiles.Handle in = files.open(segment.raw());
                JournalFiles.Handle out = files.openWritable(temporary)) {
            out.truncate(0);
            size = writeBlocks(in, out, segment.length(), pace);
            if (size >= 0) {
                out.force();
            }
        }
        if (size < 0) {
            files.deleteIfExists(temporary);
            return -1;
        }
        files.move(temporary, target);
        return size;
    }

    private static long writeBlocks(JournalFiles.Handle in, JournalFiles.Handle out, int rawBytes, Pace pace)
            throws IOException, InterruptedException {
        int blocks = (rawBytes + BLOCK_BYTES - 1) / BLOCK_BYTES;
        ByteBuffer end = ByteBuffer.allocate(4 * blocks + TRAILER_BYTES);
        byte[] block = new byte[BLOCK_BYTES];
        byte[] frame = new byte[(int) Zstd.compressBound(BLOCK_BYTES)];
        long at = 0;
        try (ZstdCompressCtx zstd = new ZstdCompressCtx()) {
            zstd.setLevel(LEVEL).setChecksum(true);
            for (int i = 0; i < blocks; i++) {
                if (!pace.next()) {
                    return -1;
                }
                int length = Math.min(BLOCK_BYTES, rawBytes - i * BLOCK_BYTES);
                in.readFully(ByteBuffer.wrap(block, 0, length), (long) i * BLOCK_BYTES);
                int packed = zstd.compressByteArray(frame, 0, frame.length, block, 0, length);
                out.writeFully(ByteBuffer.wrap(frame, 0, packed), at);
                at += packed;
                end.putInt(packed);
            }
        }
        end.putInt(MAGIC).putInt(rawBytes).putInt(blocks);
        end.putInt(sum(end));
        out.writeFully(end.flip(), at);
        return at + end.limit();
    }

    @Override
    public void close() throws IOException {
        ZstdDecompressCtx context = zstd;
        if (context != null) {
            context.close();
        }
        handle.close();
    }
}
