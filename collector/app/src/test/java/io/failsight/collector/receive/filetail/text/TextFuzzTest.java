package io.failsight.collector.receive.filetail.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.RecordReader;
import io.failsight.collector.receive.filetail.text.RecordCutter.Closing;
import io.failsight.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Hostile files: the same records however the file is read, in every encoding, within the limits. */
final class TextFuzzTest {
    private static final int MAX_LINE = 64;
    private static final int MAX_RECORD = 200;
    private static final int MAX_LINES = 5;

    private static RecordCutter cutter() {
        return new RecordCutter(RecordStart.usual(), MAX_LINE, MAX_RECORD, MAX_LINES);
    }

    private static void add(RecordCutter cutter, List<String> records) {
        int before = records.size();
        byte[] payload = cutter.payload().toByteArray();
        RecordReader reader = new RecordReader();
        reader.reset(Framing.LENGTH_PREFIXED, payload, 0, payload.length);
        while (reader.next()) {
            // A line of another encoding may become three times as long in UTF-8.
            assertTrue(reader.length() <= 3 * MAX_RECORD + 3 * MAX_LINE, "a record is bounded, was " + reader.length());
            records.add(new String(payload, reader.offset(), reader.length(), StandardCharsets.ISO_8859_1));
        }
        assertEquals(cutter.records(), records.size() - before, "counts exactly");
    }

    private static List<String> whole(TextEncoding encoding, byte[] file) {
        RecordCutter cutter = cutter();
        List<String> records = new ArrayList<>();
        cutter.cut("/a.log", encoding, file, file.length, true, false, Closing.END);
        add(cutter, records);
        assertEquals(file.length, cutter.consumed(), "all of it is consumed");
        return records;
    }

    private static List<String> pieces(TextEncoding encoding, byte[] file, Random random) {
        RecordCutter cutter = cutter();
        List<String> records = new ArrayList<>();
        int most = RecordCutter.pieceBytes(MAX_LINE, MAX_RECORD);
        int at = 0;
        int seen = 0;
        boolean withinCutLine = false;
        while (at < file.length) {
            seen = Math.min(file.length, Math.min(at + most, Math.max(seen, at) + 1 + random.nextInt(80)));
            boolean over = seen == file.length;
            byte[] piece = Arrays.copyOfRange(file, at, seen);
            cutter.cut(
                    "/a.log", encoding, piece, piece.length, at == 0, withinCutLine, over ? Closing.END : Closing.OPEN);
            add(cutter, records);
            assertTrue(cutter.consumed() > 0 || piece.length < most && !over, "a full piece is never stuck");
            at += cutter.consumed();
            withinCutLine = cutter.isWithinCutLine();
        }
        return records;
    }

    @Test
    void recordsAreTheSameHoweverAFileIsRead() {
        Fuzz.of("file-text")
                .samples("a\n\tat x\nb\n\n... 3 more\nCaused by: y\r\nz", "\u00e4\u20ac\ud83d\ude00 text\nmore\n")
                .sample("UTF-16 \u00e4\nline\n  two\nb".getBytes(StandardCharsets.UTF_16LE))
                .sample("\ufeffUTF-16 \u00e4\nline\n  two\nb".getBytes(StandardCharsets.UTF_16BE))
                .sample(new byte[] {0, 0, 0, 'a', '\n', 0, 0, 'b', '\n'})
                .words("\n", "\r\n", "\0\0\0", "\n ", "\nCaused by:", "\n\0", "\0\n", "x".repeat(70))
                .cases(8_000)
                .run(input -> {
                    for (TextEncoding encoding : TextEncoding.values()) {
                        assertEquals(whole(encoding, input), pieces(encoding, input, new Random(input.length)));
                    }
                });
    }

    @Test
    void anyBeginningOfAFileIsJudged() {
        Fuzz.of("sniffer")
                .samples("plain\n", "PK\003\004", "\u007fELF", "LPKSHHRH", "\u0000\u0000")
                .sample("wide\n".getBytes(StandardCharsets.UTF_16LE))
                .cases(10_000)
                .run(input -> assertNotNull(
                        ContentSniffer.sniff(input, Math.min(input.length, ContentSniffer.SAMPLE_BYTES), null)));
    }
}
