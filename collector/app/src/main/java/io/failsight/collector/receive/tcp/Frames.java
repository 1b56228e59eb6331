package io.failsight.collector.receive.tcp;

import io.failsight.collector.intake.Framing;

/** What a {@link FrameReader} found: the payload of one batch, and how many bytes it stands for. Reused; not thread-safe. */
public final class Frames {
    private Framing framing = Framing.LINES;
    private byte[] array = {};
    private int offset;
    private int length;
    private int records;
    private int consumed;
    private int cutRecords;
    private long skippedBytes;

    /** Nothing found, and nothing consumed: more bytes are needed. */
    public void clear() {
        records = 0;
        consumed = 0;
        cutRecords = 0;
        skippedBytes = 0;
    }

    /** No record, but bytes that need not be kept. */
    public void pass(int consumedBytes) {
        records = 0;
        consumed = consumedBytes;
    }

    /** Records, and the bytes they stand for. */
    public void found(Framing how, byte[] bytes, int from, int to, int recordCount) {
        framing = how;
        array = bytes;
        offset = from;
        length = to - from;
        records = recordCount;
    }

    /** Sets how many bytes of the input are dealt with once the records are accepted. */
    public void consumed(int bytes) {
        consumed = bytes;
    }

    /** Notes a record that was longer than allowed: its beginning is a record, its end is not kept. */
    public void cut() {
        cutRecords++;
    }

    /** Notes bytes of cut records that are not kept. */
    public void skipped(long bytes) {
        skippedBytes += bytes;
    }

    public Framing framing() {
        return framing;
    }

    public byte[] array() {
        return array;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /** Records in the payload; 0 when there is none. */
    public int records() {
        return records;
    }

    /** Bytes of the input to release. */
    public int consumed() {
        return consumed;
    }

    int cutRecords() {
        return cutRecords;
    }

    long skippedBytes() {
        return skippedBytes;
    }
}
