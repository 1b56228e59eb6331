package io.failsight.model;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The identity of an entry: the incarnation of its journal segment and the position of its first byte in it. Written as 16
 * characters of URL-safe base64, which OpenSearch stores as 12 bytes. The incarnation starts with the time of the segment's
 * creation, so ids grow with time and their look-up stays in recent terms (design decision 6).
 *
 * @param incarnation unique to one segment of one journal: 48 bits of milliseconds since the epoch, 16 random bits
 * @param position position of the entry's first byte in the uncompressed segment, 0 to 2^31-1
 */
public record EntryId(long incarnation, int position) {
    /** Characters of the written form. */
    public static final int LENGTH = 16;

    private static final byte[] ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".getBytes(StandardCharsets.US_ASCII);

    public EntryId {
        if (position < 0) {
            throw new IllegalArgumentException("position in a segment must not be negative, was " + position);
        }
    }

    /** Appends the written form without allocating. */
    public static void write(long incarnation, int position, Bytes out) {
        out.reserve(LENGTH);
        byte[] array = out.array();
        int at = out.length();
        // 12 bytes in four groups of 24 bits
        writeGroup(array, at, (int) (incarnation >>> 40) & 0xFFFFFF);
        writeGroup(array, at + 4, (int) (incarnation >>> 16) & 0xFFFFFF);
        writeGroup(array, at + 8, (int) ((incarnation & 0xFFFF) << 8) | (position >>> 24));
        writeGroup(array, at + 12, position & 0xFFFFFF);
        out.advance(LENGTH);
    }

    private static void writeGroup(byte[] array, int at, int bits) {
        array[at] = ALPHABET[bits >>> 18 & 63];
        array[at + 1] = ALPHABET[bits >>> 12 & 63];
        array[at + 2] = ALPHABET[bits >>> 6 & 63];
        array[at + 3] = ALPHABET[bits & 63];
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException when it is not 16 characters of URL-safe base64
     */
    public static EntryId parse(String written) {
        byte[] bytes = Base64.getUrlDecoder().decode(written);
        if (bytes.length != 12) {
            throw new IllegalArgumentException("an entry id has 16 characters of URL-safe base64, not: " + written);
        }
        long incarnation = 0;
        for (int i = 0; i < 8; i++) {
            incarnation = incarnation << 8 | bytes[i] & 0xFF;
        }
        int position = 0;
        for (int i = 8; i < 12; i++) {
            position = position << 8 | bytes[i] & 0xFF;
        }
        return new EntryId(incarnation, position);
    }

    @Override
    public String toString() {
        Bytes out = new Bytes(LENGTH);
        write(incarnation, position, out);
        return out.toString();
    }
}
