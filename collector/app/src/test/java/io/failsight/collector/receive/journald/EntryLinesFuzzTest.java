package io.failsight.collector.receive.journald;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.RecordReader;
import io.failsight.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever journalctl writes and however it arrives: the same whole lines, counted, with the last cursor. */
final class EntryLinesFuzzTest {
    private static final int MAX = 120;

    private static List<String> read(byte[] stream, Random random) {
        EntryLines lines = new EntryLines(MAX);
        List<String> records = new ArrayList<>();
        int at = 0;
        while (at < stream.length) {
            int count = Math.min(Math.min(lines.room(), stream.length - at), 1 + random.nextInt(20));
            System.arraycopy(stream, at, lines.bytes(), lines.length(), count);
            lines.added(count);
            at += count;
            assertTrue(lines.lastCursor().length() <= MAX, "a cursor lies in its line");
            assertTrue(lines.length() - lines.wholeLength() <= MAX, "an entry without end is bounded");
            if (random.nextInt(4) == 0) {
                take(lines, records);
            }
        }
        take(lines, records);
        return records;
    }

    private static void take(EntryLines lines, List<String> records) {
        int before = records.size();
        RecordReader reader = new RecordReader();
        reader.reset(Framing.LINES, lines.bytes(), 0, lines.wholeLength());
        while (reader.next()) {
            records.add(new String(lines.bytes(), reader.offset(), reader.length(), StandardCharsets.ISO_8859_1));
        }
        assertEquals(lines.count(), records.size() - before, "counts exactly");
        lines.taken();
    }

    @Test
    void linesAreTheSameHoweverTheyArrive() {
        Fuzz.of("journald-lines")
                .samples(
                        "{\"__CURSOR\":\"s=1;i=2\",\"MESSAGE\":\"m\"}\n{\"MESSAGE\":\"n\",\"__CURSOR\" : \"s=2\"}\n",
                        "{\"MESSAGE\":\"\\\"__CURSOR\\\":\\\"no\\\"\"}\n\n \n{}")
                .words("\"__CURSOR\"", ",\"__CURSOR\":\"", "\n", "\"", "x".repeat(130))
                .cases(10_000)
                .run(input -> assertEquals(read(input, new Random(1)), read(input, new Random(2))));
    }
}
