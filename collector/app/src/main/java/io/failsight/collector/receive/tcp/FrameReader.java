package io.failsight.collector.receive.tcp;

/** Finds the frames in the bytes of one connection. Keeps state between calls: one a connection, not thread-safe. */
public interface FrameReader {
    /**
     * Takes from the front of {@code [from, to)} as many complete frames of one framing as there are. It is called again with
     * what is left until it consumes nothing. The payload stays unchanged until the next call. It may write into the input
     * (never before {@code from}), and into {@code buffer[to]}, which is always there, to end a last line.
     *
     * @param ended no bytes will follow: whatever is left is the last frame
     * @param frames cleared; gets the result
     */
    void read(byte[] buffer, int from, int to, boolean ended, Frames frames);
}
