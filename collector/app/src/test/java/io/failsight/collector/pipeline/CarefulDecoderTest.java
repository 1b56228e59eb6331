package io.failsight.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.failsight.collector.decode.Decoder;
import io.failsight.collector.decode.EntryConsumer;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.RecordReader;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

final class CarefulDecoderTest {
    private final LongAdder bugs = new LongAdder();
    private final List<String> entries = new ArrayList<>();

    /** Takes each record as body, and fails on those that begin with '!'. */
    private static void failOnBangs(BatchHeader header, byte[] bytes, int offset, int length, EntryConsumer consumer) {
        RecordReader records = new RecordReader();
        records.reset(header.framing(), bytes, offset, length);
        Entry entry = new Entry();
        while (records.next()) {
            if (bytes[records.offset()] == '!') {
                throw new IllegalStateException("a bug");
            }
            entry.clear();
            entry.text(EntryField.BODY, bytes, records.offset(), records.length());
            consumer.accept(entry, records.offset(), records.length());
        }
    }

    private static BatchHeader header(Framing framing) {
        return new BatchHeader(Content.TEXT, framing, "file", "file/a.log", "", 1_000, 1, "");
    }

    private void decode(Decoder decoder, Framing framing, byte[] payload) {
        byte[] bytes = new byte[payload.length + 6];
        System.arraycopy(payload, 0, bytes, 3, payload.length);
        new CarefulDecoder(decoder, bugs).decode(header(framing), bytes, 3, payload.length, this::take);
    }

    private void take(Entry entry, int offset, int length) {
        entries.add(offset - 3 + "+" + length + " " + entry.string(EntryField.BODY)
                + (entry.has(EntryField.PARSE) ? " " + entry.string(EntryField.PARSE) : ""));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void keepsTheLinesThatADecoderFailsOnAndGoesOnBehindThem() {
        decode(CarefulDecoderTest::failOnBangs, Framing.LINES, utf8("one\n!two\n\n!three\nfour\n!five"));

        assertEquals(
                List.of("0+3 one", "4+4 !two failed", "10+6 !three failed", "17+4 four", "22+5 !five failed"), entries);
        assertEquals(3, bugs.sum());
    }

    @Test
    void keepsLengthPrefixedRecordsToo() {
        decode(CarefulDecoderTest::failOnBangs, Framing.LENGTH_PREFIXED, utf8("\0\0\0\2ab\0\0\0\2!c\0\0\0\1d"));

        assertEquals(List.of("4+2 ab", "10+2 !c failed", "16+1 d"), entries);
    }

    @Test
    void keepsTheRestOfARequestAsOneEntry() {
        Decoder half = (header, bytes, offset, length, consumer) -> {
            Entry entry = new Entry();
            entry.text(EntryField.BODY, bytes, offset, 2);
            consumer.accept(entry, offset, 2);
            throw new ArrayIndexOutOfBoundsException("a bug");
        };
        List<String> raw = new ArrayList<>();
        byte[] bytes = utf8("abcd");
        new CarefulDecoder(half, bugs)
                .decode(
                        header(Framing.WHOLE),
                        bytes,
                        0,
                        4,
                        (entry, offset, length) -> raw.add(offset + "+" + length + " " + entry.string(EntryField.RAW)
                                + " " + entry.string(EntryField.PARSE_REASON)));

        assertEquals(
                List.of("0+2 null null", "2+2 Y2Q= a bug in the decoder: java.lang.ArrayIndexOutOfBoundsException"),
                raw);
        assertEquals(1, bugs.sum());
    }

    @Test
    void takesWhatTheConsumerThrowsForNoBugOfTheDecoder() {
        CarefulDecoder decoder = new CarefulDecoder(CarefulDecoderTest::failOnBangs, bugs);

        assertThrows(
                UnsupportedOperationException.class,
                () -> decoder.decode(header(Framing.LINES), utf8("one\ntwo"), 0, 7, (entry, offset, length) -> {
                    throw new UnsupportedOperationException("interrupted");
                }));
        assertEquals(0, bugs.sum());
    }
}
