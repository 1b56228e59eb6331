package io.failsight.collector.receive.lumberjack;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that ends after so many bytes, and one that breaks beyond so many. Not thread-safe. */
final class BoundedInput extends FilterInputStream {
    private static final int SKIPPED_AT_ONCE_BYTES = 4 << 10;

    private long left;
    private long allowed;

    /**
     * A part of a stream.
     *
     * @param length where it ends
     * @param limit beyond which reading fails
     */
    BoundedInput(InputStream in, long length, long limit) {
        super(in);
        left = length;
        allowed = limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = super.read(bytes, offset, (int) Math.min(length, left));
        if (count > 0) {
            left -= count;
            allowed -= count;
            if (allowed < 0) {
                throw new BrokenFrameException("sent a compressed frame that becomes larger than allowed");
            }
        }
        return count;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(super.available(), left);
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] bytes = new byte[(int) Math.min(SKIPPED_AT_ONCE_BYTES, count)];
        int skipped = bytes.length == 0 ? 0 : read(bytes, 0, bytes.length);
        return Math.max(0, skipped);
    }

    boolean isAtEnd() {
        return left == 0;
    }

    /** Passes over what was not read. */
    void skipRest() throws IOException {
        byte[] bytes = new byte[SKIPPED_AT_ONCE_BYTES];
        while (left > 0) {
            if (read(bytes, 0, bytes.length) < 0) {
                throw new EOFException("inside a compressed frame");
            }
        }
    }
}
