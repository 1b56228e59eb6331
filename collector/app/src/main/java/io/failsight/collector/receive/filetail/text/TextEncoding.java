package io.failsight.collector.receive.filetail.text;

import io.failsight.collector.intake.LineFeeds;
import io.failsight.model.Bytes;
import io.failsight.model.Utf8;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Encodings of log files, and the way from each to UTF-8. Stateless, thread-safe. */
public enum TextEncoding {
    /** UTF-8; a line that is not well-formed is taken to be Windows-1252. */
    UTF_8_OR_WINDOWS_1252(1, StandardCharsets.UTF_8),
    /** UTF-8; malformed bytes are passed on and mended when the entry is written. */
    UTF_8(1, StandardCharsets.UTF_8),
    /** Windows-1252, a superset of ISO 8859-1's printable characters. */
    WINDOWS_1252(1, Charset.forName("windows-1252")),
    /** UTF-16, little end first: what Windows programs write. */
    UTF_16LE(2, StandardCharsets.UTF_16LE),
    /** UTF-16, big end first. */
    UTF_16BE(2, StandardCharsets.UTF_16BE);

    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int unitBytes;
    private final Charset charset;

    TextEncoding(int unitBytes, Charset charset) {
        this.unitBytes = unitBytes;
        this.charset = charset;
    }

    /** Bytes of a code unit: line ends lie at multiples of it. */
    public int unitBytes() {
        return unitBytes;
    }

    /** Bytes of the byte order mark that a file's first bytes start with, or 0. */
    int markLength(byte[] bytes, int length) {
        if (unitBytes == 2) {
            int first = this == UTF_16LE ? 0xFF : 0xFE;
            return length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == (first ^ 1) ? 2 : 0;
        }
        boolean marked =
                length >= 3 && bytes[0] == UTF_8_MARK[0] && bytes[1] == UTF_8_MARK[1] && bytes[2] == UTF_8_MARK[2];
        return marked ? 3 : 0;
    }

    /** Index of the LF's first byte in {@code [from, to)}, or -1. */
    int nextFeed(byte[] bytes, int from, int to) {
        if (unitBytes == 1) {
            return LineFeeds.next(bytes, from, to);
        }
        int low = this == UTF_16LE ? 0 : 1;
        for (int at = from; at + 1 < to; at += 2) {
            if (bytes[at + low] == '\n' && bytes[at + 1 - low] == 0) {
                return at;
            }
        }
        return -1;
    }

    /** The longest length, at most {@code limit}, that does not cut a character in two. */
    int cut(byte[] bytes, int offset, int length, int limit) {
        return switch (this) {
            case UTF_8, UTF_8_OR_WINDOWS_1252 -> Utf8.cut(bytes, offset, length, limit);
            case WINDOWS_1252 -> Math.min(length, limit);
            case UTF_16LE, UTF_16BE -> cutUnits(bytes, offset, length, limit & ~1);
        };
    }

    private int cutUnits(byte[] bytes, int offset, int length, int limit) {
        if (length <= limit || limit < 2) {
            return Math.min(length, limit);
        }
        int high = bytes[offset + limit - (this == UTF_16LE ? 1 : 2)] & 0xFC;
        return high == 0xD8 ? limit - 2 : limit;
    }

    /** Appends a span as UTF-8. */
    void toUtf8(byte[] bytes, int offset, int length, Bytes out) {
        boolean asIs = switch (this) {
            case UTF_8 -> true;
            case UTF_8_OR_WINDOWS_1252 -> isUtf8(bytes, offset, offset + length);
            case WINDOWS_1252, UTF_16LE, UTF_16BE -> false;
        };
        if (asIs) {
            out.add(bytes, offset, length);
        } else {
            Charset from = this == UTF_8_OR_WINDOWS_1252 ? WINDOWS_1252.charset : charset;
            out.add(new String(bytes, offset, length, from));
        }
    }

    private static boolean isUtf8(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (bytes[at] >= 0) {
                at++;
            } else {
                int size = Utf8.sequenceLength(bytes, at, to);
                if (size == 0) {
                    return false;
                }
                at += size;
            }
        }
        return true;
    }
}
