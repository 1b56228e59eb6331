package io.failsight.collector.receive.filetail;

import io.failsight.collector.receive.filetail.text.ContentSniffer;
import io.failsight.collector.receive.filetail.text.ContentSniffer.Finding;
import io.failsight.collector.receive.filetail.text.RecordCutter.Closing;
import io.failsight.collector.receive.filetail.text.TextEncoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One file on disk that carries, or carried, a followed path: open, with the position behind the last durable record. Used by one
 * thread.
 */
final class Generation implements AutoCloseable {
    private static final int OPEN_TRIES = 5;

    private final FileChannel channel;
    private final FileStatus.Identity identity;
    private long position;
    private Fingerprint print = Fingerprint.EMPTY;
    private boolean withinCutLine;
    private @Nullable Finding finding;
    private long lastSize = -1;
    private long lastGrowthNanoTime;
    private long triedSize = -1;
    private Closing triedClosing = Closing.OPEN;
    /** Whether the path names another file by now, or none. */
    boolean isRotated;
    /** Whether it is a copy that was made before the original was truncated: nobody writes to it. */
    boolean isCopy;

    private Generation(FileChannel channel, FileStatus.Identity identity, long nanoTime) {
        this.channel = channel;
        this.identity = identity;
        this.lastGrowthNanoTime = nanoTime;
    }

    /** Opens the file that a path names, at its beginning. */
    static Generation open(Path path, long nanoTime) throws IOException {
        for (int i = 0; i < OPEN_TRIES; i++) {
            FileStatus before = FileStatus.of(path);
            if (before == null) {
                throw new NoSuchFileException(path.toString());
            }
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            boolean isSame = false;
            try {
                FileStatus after = FileStatus.of(path);
                isSame = after != null && after.identity().equals(before.identity());
            } finally {
                if (!isSame) {
                    channel.close();
                }
            }
            if (isSame) {
                return new Generation(channel, before.identity(), nanoTime);
            }
        }
        throw new IOException("the file is replaced all the time");
    }

    FileStatus.Identity identity() {
        return identity;
    }

    long position() {
        return position;
    }

    boolean isWithinCutLine() {
        return withinCutLine;
    }

    Fingerprint print() {
        return print;
    }

    FileChannel channel() {
        return channel;
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Goes to a position that is known to belong to this file. */
    void seek(long newPosition, boolean isWithinLine) throws IOException {
        position = newPosition;
        withinCutLine = isWithinLine;
        print = Fingerprint.read(channel, newPosition);
        triedSize = -1;
    }

    /** Goes on where another generation with the same content stands. */
    void seekTo(Generation other) throws IOException {
        seek(other.position, other.withinCutLine);
    }

    /** Starts over: the content is new. */
    void restart() {
        position = 0;
        withinCutLine = false;
        print = Fingerprint.EMPTY;
        finding = null;
        lastSize = -1;
        triedSize = -1;
    }

    /** Moves behind what was taken in. */
    void moveTo(FileCursor cursor, Fingerprint newPrint) {
        position = cursor.position();
        withinCutLine = cursor.isWithinCutLine();
        print = newPrint;
        triedSize = -1;
    }

    /** Remembers what lies behind the position, which cannot be taken in yet. */
    void noteAhead(Fingerprint newPrint) {
        print = newPrint;
    }

    /** Whether the file still holds what was read of it. */
    boolean isUnchanged() throws IOException {
        return print.matches(channel, position);
    }

    /** Whether there is less than there was. */
    boolean hasShrunk(long size) {
        return size < lastSize || size < position;
    }

    void noteSize(long size, long nanoTime) {
        if (size != lastSize) {
            lastSize = size;
            lastGrowthNanoTime = nanoTime;
        }
    }

    long lastSize() {
        return lastSize;
    }

    /** Whether everything that can be taken in was: all, or all but a last line without end. */
    boolean isDone() {
        return position == lastSize || triedSize == lastSize && triedClosing == Closing.QUIET;
    }

    long quietNanos(long nanoTime) {
        return nanoTime - lastGrowthNanoTime;
    }

    /** Whether a look at so many bytes may give something that the last look did not. */
    boolean isWorthReading(long size, Closing closing) {
        return size > position && (size != triedSize || closing != triedClosing);
    }

    void noteTried(long size, Closing closing) {
        triedSize = size;
        triedClosing = closing;
    }

    /** Reads from the position on; returns the number of bytes, 0 when there are none. */
    int read(byte[] piece, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(piece, 0, length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) <= 0) {
                break;
            }
        }
        return buffer.position();
    }

    /** What the file holds, by its first bytes. */
    Finding finding(@Nullable TextEncoding configured) throws IOException {
        Finding known = finding;
        if (known == null || known instanceof Finding.Undecided) {
            ByteBuffer sample = ByteBuffer.allocate(ContentSniffer.SAMPLE_BYTES);
            int size = Math.max(0, channel.read(sample, 0));
            known = ContentSniffer.sniff(sample.array(), size, configured);
            if (known instanceof Finding.Undecided && size == ContentSniffer.SAMPLE_BYTES) {
                sample.clear();
                size = Math.max(0, channel.read(sample, Math.max(position, size)));
                known = ContentSniffer.sniff(sample.array(), size, configured);
            }
            finding = known;
        }
        return known;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
