package io.failsight.collector.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordReaderTest {
    private static List<String> read(Framing framing, byte[] bytes, int offset, int length) {
        RecordReader reader = new RecordReader();
        reader.reset(framing, bytes, offset, length);
        List<String> records = new ArrayList<>();
        while (reader.next()) {
            records.add(new String(bytes, reader.offset(), reader.length(), StandardCharsets.ISO_8859_1));
        }
        return records;
    }

    private static List<String> read(Framing framing, String payload) {
        byte[] bytes = ("##" + payload + "##").getBytes(StandardCharsets.ISO_8859_1);
        return read(framing, bytes, 2, bytes.length - 4);
    }

    @Test
    void readsLinesAndPassesOverBlankOnes() {
        assertEquals(List.of("a", " b\r", "c"), read(Framing.LINES, "a\n\n\r\n b\r\n \t\0\nc\n"));
        assertEquals(List.of("last"), read(Framing.LINES, "\nlast"));
        assertEquals(List.of(), read(Framing.LINES, "\n\n"));
    }

    @Test
    void readsLengthPrefixedRecordsAlsoBlankOnes() {
        assertEquals(List.of("a\nb", "", " "), read(Framing.LENGTH_PREFIXED, "\0\0\0\3a\nb\0\0\0\0\0\0\0\1 "));
    }

    @Test
    void readsWholePayloads() {
        assertEquals(List.of("a\nb"), read(Framing.WHOLE, "a\nb"));
    }

    @Test
    void staysInsideThePayloadWhenALengthLies() {
        assertEquals(List.of("ab"), read(Framing.LENGTH_PREFIXED, "\377\377\377\377ab"));
        assertEquals(List.of(), read(Framing.LENGTH_PREFIXED, "\0\0\0"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void findsEveryLineFeed(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? '\n' : '\n' + 1);
            }
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            assertEquals(
                    text.indexOf('\n', from), LineFeeds.next(bytes, from, bytes.length), "seed " + seed + " " + round);
        }
    }
}
