package io.failsight.collector.receive.journald;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class EntryLinesTest {
    private static void add(EntryLines lines, String text) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            assertTrue(lines.room() > 0);
            lines.bytes()[lines.length()] = b;
            lines.added(1);
        }
    }

    @Test
    void givesWholeLinesAndTheirLastCursor() {
        EntryLines lines = new EntryLines(1_000);
        add(
                lines,
                "{\"__CURSOR\":\"s=1\",\"M\":\"a\"}\n\n{\"M\":\"x,\\\"__CURSOR\\\":\\\"no\\\"\",\"__CURSOR\" : \"s=2\"}\n{\"__CUR");
        assertEquals(2, lines.count());
        assertEquals("s=2", lines.lastCursor());
        lines.taken();
        assertEquals(0, lines.count());
        add(lines, "SOR\":\"s=3\"}\n");
        assertEquals("s=3", lines.lastCursor());
        assertEquals(1, lines.count());
    }

    @Test
    void leavesOutWhatIsTooLong() {
        EntryLines lines = new EntryLines(20);
        add(lines, "{\"a\":1}\n{\"" + "b".repeat(100) + "\":1}\n{\"c\":1}\n");
        assertEquals(1, lines.tooLong());
        assertEquals(2, lines.count());
        assertEquals(
                "{\"a\":1}\n{\"c\":1}\n", new String(lines.bytes(), 0, lines.wholeLength(), StandardCharsets.UTF_8));
    }
}
