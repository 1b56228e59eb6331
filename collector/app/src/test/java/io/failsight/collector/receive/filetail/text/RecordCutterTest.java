package io.failsight.collector.receive.filetail.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.RecordReader;
import io.failsight.collector.receive.filetail.text.RecordCutter.Closing;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordCutterTest {
    private static final String FILE = "/var/log/app.log";

    private final RecordCutter cutter = new RecordCutter(RecordStart.usual(), 64, 200, 5);

    private List<String> cut(TextEncoding encoding, byte[] bytes, Closing closing) {
        cutter.cut(FILE, encoding, bytes, bytes.length, true, false, closing);
        return records(cutter);
    }

    private List<String> cut(String text, Closing closing) {
        return cut(TextEncoding.UTF_8_OR_WINDOWS_1252, text.getBytes(StandardCharsets.UTF_8), closing);
    }

    private static List<String> records(RecordCutter cutter) {
        List<String> records = new ArrayList<>();
        RecordReader reader = new RecordReader();
        byte[] payload = cutter.payload().toByteArray();
        reader.reset(Framing.LENGTH_PREFIXED, payload, 0, payload.length);
        while (reader.next()) {
            records.add(new String(payload, reader.offset(), reader.length(), StandardCharsets.UTF_8));
        }
        assertEquals(cutter.records(), records.size());
        return records;
    }

    @Test
    void keepsTheLastRecordUntilItIsClosed() {
        assertEquals(List.of("a"), cut("a\nb\nc", Closing.OPEN));
        assertEquals(2, cutter.consumed());
        assertEquals(List.of("a", "b"), cut("a\nb\nc", Closing.QUIET));
        assertEquals(4, cutter.consumed());
        assertEquals(List.of("a", "b", "c"), cut("a\nb\nc", Closing.END));
        assertEquals(5, cutter.consumed());
        assertEquals(List.of(), cut("a", Closing.QUIET));
        assertEquals(0, cutter.consumed());
    }

    @Test
    void joinsWhatBelongsTogether() {
        String trace = "boom\n\tat a.B.c(B.java:1)\n\n... 3 more\nCaused by: x";
        assertEquals(List.of("first", trace, "next"), cut("first\n" + trace + "\nnext\n", Closing.QUIET));
        assertEquals(
                List.of("first", trace, "next"),
                cut(("first\n" + trace + "\nnext\n").replace("\n", "\r\n"), Closing.QUIET));
    }

    @Test
    void leavesEmptyLinesOut() {
        assertEquals(
                List.of("a", "b"),
                cut("\n\na\n\n\nb\n\n  \n", Closing.QUIET).stream()
                        .map(String::strip)
                        .toList());
        assertEquals(List.of(), cut("\n\r\n \n", Closing.QUIET));
        assertEquals(5, cutter.consumed());
    }

    @Test
    void boundsRecords() {
        assertEquals(List.of("a\n 1\n 2\n 3\n 4", " 5\n 6", "b"), cut("a\n 1\n 2\n 3\n 4\n 5\n 6\nb\n", Closing.QUIET));
        String line = " " + "x".repeat(59);
        assertEquals(
                List.of("a\n" + line + "\n" + line + "\n" + line, line),
                cut("a\n" + (line + "\n").repeat(4), Closing.QUIET));
    }

    @Test
    void cutsLongLinesAndPassesOverTheRest() {
        String longLine = "l".repeat(100);
        assertEquals(List.of("a", "l".repeat(64), "b"), cut("a\n" + longLine + "\nb\n", Closing.QUIET));
        assertEquals(1, cutter.cutLines());
        assertEquals(List.of("l".repeat(64)), cut(longLine, Closing.OPEN));
        assertEquals(64, cutter.consumed());
        assertTrue(cutter.isWithinCutLine());
        byte[] rest = "lll\nb\nc\n".getBytes(StandardCharsets.UTF_8);
        cutter.cut(FILE, TextEncoding.UTF_8, rest, rest.length, false, true, Closing.OPEN);
        assertEquals(List.of("b"), records(cutter));
        assertEquals(6, cutter.consumed());
    }

    @Test
    void readsEncodings() {
        String text = "Größe €\nzwei\n";
        List<String> expected = List.of("Größe €", "zwei");
        Charset windows = Charset.forName("windows-1252");
        assertEquals(expected, cut(TextEncoding.UTF_8_OR_WINDOWS_1252, text.getBytes(windows), Closing.QUIET));
        assertEquals(expected, cut(TextEncoding.WINDOWS_1252, text.getBytes(windows), Closing.QUIET));
        assertEquals(expected, cut("\uFEFF" + text, Closing.QUIET));
        byte[] little = ("\uFEFF" + text + "x😀y\r\n").getBytes(StandardCharsets.UTF_16LE);
        assertEquals(List.of("Größe €", "zwei", "x😀y"), cut(TextEncoding.UTF_16LE, little, Closing.QUIET));
        byte[] big = ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE);
        assertEquals(expected, cut(TextEncoding.UTF_16BE, big, Closing.QUIET));
    }

    @Test
    void neverCutsACharacterInTwo() {
        String smile = "😀";
        assertEquals(List.of("a" + smile.repeat(15)), cut("a" + smile.repeat(20), Closing.END));
        byte[] utf16 = ("a" + smile.repeat(20)).getBytes(StandardCharsets.UTF_16LE);
        assertEquals(List.of("a" + smile.repeat(15)), cut(TextEncoding.UTF_16LE, utf16, Closing.END));
    }

    @Test
    void passesOverTheHoleOfATruncatedFile() {
        assertEquals(List.of("after"), cut("\0".repeat(500) + "after\n", Closing.QUIET));
        assertEquals(List.of("a", "b"), cut("a\n" + "\0".repeat(500) + "b\n", Closing.QUIET));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void givesTheSameRecordsHoweverTheFileIsSplit(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[random.nextInt(1_500)];
            String alphabet = "ab \n\n\r\0\tü";
            byte[] letters = alphabet.getBytes(StandardCharsets.UTF_8);
            boolean hasLongLines = random.nextInt(4) == 0;
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] =
                        hasLongLines && random.nextInt(20) > 0 ? (byte) 'x' : letters[random.nextInt(letters.length)];
            }
            TextEncoding encoding = TextEncoding.values()[random.nextInt(TextEncoding.values().length)];
            assertEquals(
                    inPieces(encoding, bytes, bytes.length, random),
                    inPieces(encoding, bytes, 1, random),
                    "seed " + seed);
        }
    }

    private List<String> inPieces(TextEncoding encoding, byte[] bytes, int shortest, Random random) {
        List<String> all = new ArrayList<>();
        int at = 0;
        int size = 0;
        boolean within = false;
        boolean isOver = false;
        while (!isOver) {
            size = Math.min(bytes.length - at, size + shortest + (shortest == 1 ? random.nextInt(300) : 0));
            isOver = at + size == bytes.length;
            byte[] piece = Arrays.copyOfRange(bytes, at, at + size);
            cutter.cut(FILE, encoding, piece, size, at == 0, within, isOver ? Closing.END : Closing.OPEN);
            all.addAll(records(cutter));
            at += cutter.consumed();
            size -= cutter.consumed();
            within = cutter.isWithinCutLine();
        }
        assertEquals(bytes.length, at);
        return all;
    }
}
