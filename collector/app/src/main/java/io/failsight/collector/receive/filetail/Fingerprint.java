package io.failsight.collector.receive.filetail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What a file holds at its beginning and around a position. Inodes are used again and truncated files grow again; a
 * file that has the same bytes there is taken to be the same one, also under another name or inode (a copy made before truncation).
 * Immutable.
 */
final class Fingerprint {
    /** Bytes remembered at each of the places: a few lines, with their times. */
    static final int PLACE_BYTES = 256;
    /** Of nothing. */
    static final Fingerprint EMPTY = new Fingerprint(new byte[0], new byte[0], new byte[0]);

    private final byte[] head;
    private final byte[] before;
    private final byte[] ahead;

    private Fingerprint(byte[] head, byte[] before, byte[] ahead) {
        this.head = head;
        this.before = before;
        this.ahead = ahead;
    }

    /** Reads the bytes that belong to a position. */
    static Fingerprint read(FileChannel channel, long position) throws IOException {
        int size = (int) Math.min(PLACE_BYTES, position);
        return new Fingerprint(bytes(channel, 0, size), bytes(channel, position - size, size), new byte[0]);
    }

    /** The fingerprint at a position that is {@code count} bytes on; the bytes passed over are in {@code piece}. */
    Fingerprint moved(byte[] piece, int count, int length) {
        byte[] newHead = head.length == PLACE_BYTES ? head : join(head, piece, count, PLACE_BYTES);
        byte[] newBefore;
        if (count >= PLACE_BYTES) {
            newBefore = Arrays.copyOfRange(piece, count - PLACE_BYTES, count);
        } else {
            int kept = Math.min(before.length, PLACE_BYTES - count);
            newBefore = Arrays.copyOfRange(before, before.length - kept, before.length + count);
            System.arraycopy(piece, 0, newBefore, kept, count);
        }
        return new Fingerprint(
                newHead, newBefore, Arrays.copyOfRange(piece, count, Math.min(length, count + PLACE_BYTES)));
    }

    private static byte[] join(byte[] first, byte[] second, int count, int limit) {
        int added = Math.min(count, limit - first.length);
        byte[] joined = Arrays.copyOf(first, first.length + added);
        System.arraycopy(second, 0, joined, first.length, added);
        return joined;
    }

    /** Whether nothing is known of the file yet, so that every file fits. */
    boolean isEmpty() {
        return before.length == 0 && ahead.length == 0;
    }

    /** Whether a file has these bytes at these places. */
    boolean matches(FileChannel channel, long position) throws IOException {
        byte[] around = bytes(channel, position - before.length, before.length + ahead.length);
        return around.length == before.length + ahead.length
                && Arrays.equals(before, 0, before.length, around, 0, before.length)
                && Arrays.equals(ahead, 0, ahead.length, around, before.length, around.length)
                && Arrays.equals(head, bytes(channel, 0, head.length));
    }

    /** Checksum of what lies before the position; what lies ahead may not be there after a crash. */
    int checksum() {
        CRC32C crc = new CRC32C();
        crc.update(head);
        crc.update(before);
        return (int) crc.getValue();
    }

    private static byte[] bytes(FileChannel channel, long from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) <= 0) {
                return Arrays.copyOf(buffer.array(), buffer.position());
            }
        }
        return buffer.array();
    }
}
