package io.failsight.collector.journal.segment;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * One batch on disk, big-endian: a fixed part, four texts, the payload.
 *
 * <pre>
 *  0 magic        4 CRC32C over the payload, then the header from byte 8 on
 *  8 header bytes 12 payload bytes
 * 16 incarnation of the segment (8)   24 position of the batch in the segment
 * 28 records      32 records of the journal before this batch (8)   40 received, ns since the epoch (8)
 * 48 content (1)  49 framing (1)      50 receiver, 52 source, 54 peer, 56 cursor bytes (2 each)   58 zero (2)
 * 60 receiver, source, peer, cursor in UTF-8, then the payload
 * </pre>
 *
 * The payload comes first into the checksum so that it can be added up before the place of the batch is known. Incarnation and
 * position are in it so that a search through damaged bytes never takes a batch that somebody logged for one of ours.
 */
public final class BatchLayout {
    static final int MAGIC = 0x46534A42; // "FSJB"
    static final int FIXED_BYTES = 60;
    private static final int MAX_HEADER_BYTES = FIXED_BYTES + 4 * 0xFFFF;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private BatchLayout() {}

    /** Texts of a header in UTF-8. */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    public record Texts(byte[] receiver, byte[] source, byte[] peer, byte[] cursor) {
        /** Bytes of the whole header with these texts. */
        public int headerBytes() {
            return FIXED_BYTES + receiver.length + source.length + peer.length + cursor.length;
        }
    }

    /**
     * Writes the header; the payload must follow.
     *
     * @param payloadSum checksum that has seen the payload and nothing else
     */
    public static void writeHeader(
            ByteBuffer out, Batch batch, Texts texts, CRC32C payloadSum, Segment segment, int position, long before) {
        int start = out.position();
        BatchHeader header = batch.header();
        int headerBytes = texts.headerBytes();
        out.putInt(MAGIC).putInt(0).putInt(headerBytes).putInt(batch.length());
        out.putLong(segment.incarnation()).putInt(position).putInt(header.recordCount());
        out.putLong(before).putLong(header.receivedNanos());
        out.put((byte) header.content().code()).put((byte) header.framing().code());
        out.putShort((short) texts.receiver.length).putShort((short) texts.source.length);
        out.putShort((short) texts.peer.length)
                .putShort((short) texts.cursor.length)
                .putShort((short) 0);
        out.put(texts.receiver).put(texts.source).put(texts.peer).put(texts.cursor);
        payloadSum.update(out.slice(start + 8, headerBytes - 8));
        out.putInt(start + 4, (int) payloadSum.getValue());
    }

    /** Length of header and payload that the fixed part at {@code at} claims, -1 when it cannot be a batch of that place. */
    static int claimedBytes(byte[] bytes, int at, long incarnation, int position, int bytesToLimit) {
        if ((int) INT.get(bytes, at) != MAGIC || (int) INT.get(bytes, at + 24) != position) {
            return -1;
        }
        if (incarnation != Segment.ANY_INCARNATION && (long) LONG.get(bytes, at + 16) != incarnation) {
            return -1;
        }
        int header = (int) INT.get(bytes, at + 8);
        int payload = (int) INT.get(bytes, at + 12);
        boolean possible = header >= FIXED_BYTES
                && header <= MAX_HEADER_BYTES
                && payload >= 1
                && payload <= Batch.MAX_PAYLOAD_BYTES
                && header + payload <= bytesToLimit;
        return possible ? header + payload : -1;
    }

    static boolean sumIsRight(byte[] bytes, int at, int totalBytes, CRC32C sum) {
        int header = headerBytes(bytes, at);
        sum.reset();
        sum.update(bytes, at + header, totalBytes - header);
        sum.update(bytes, at + 8, header - 8);
        return (int) sum.getValue() == (int) INT.get(bytes, at + 4);
    }

    static int headerBytes(byte[] bytes, int at) {
        return (int) INT.get(bytes, at + 8);
    }

    static int payloadBytes(byte[] bytes, int at) {
        return (int) INT.get(bytes, at + 12);
    }

    static int records(byte[] bytes, int at) {
        return (int) INT.get(bytes, at + 28);
    }

    static long recordsBefore(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + 32);
    }

    static long incarnation(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + 16);
    }

    /** Reads the header of a batch whose checksum was right. */
    static BatchHeader header(byte[] bytes, int at, TextCache texts) {
        int receiver = text(bytes, at + 50);
        int source = text(bytes, at + 52);
        int peer = text(bytes, at + 54);
        int cursor = text(bytes, at + 56);
        int text = at + FIXED_BYTES;
        return new BatchHeader(
                Content.ofCode(bytes[at + 48]),
                Framing.ofCode(bytes[at + 49]),
                texts.get(bytes, text, receiver),
                texts.get(bytes, text + receiver, source),
                texts.get(bytes, text + receiver + source, peer),
                (long) LONG.get(bytes, at + 40),
                records(bytes, at),
                TextCache.make(bytes, text + receiver + source + peer, cursor));
    }

    private static int text(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at) & 0xFFFF;
    }
}
