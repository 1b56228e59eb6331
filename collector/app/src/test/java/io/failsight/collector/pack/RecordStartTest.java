package io.failsight.collector.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordStartTest {
    private static boolean begins(RecordStart start, String line) {
        byte[] bytes = ("?" + line).getBytes(StandardCharsets.UTF_8);
        return start.begins(bytes, 1, bytes.length - 1);
    }

    @Test
    void tellsFirstLinesFromContinuations() {
        RecordStart start = ProductPacks.load()
                .recordStart(
                        "/data/logs/x.log",
                        "[2026-11-20T10:00:00,123][INFO ][o.o.n.Node] [n] x".getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        assertTrue(begins(start, "[2026-11-20T10:00:01,000][WARN ][o.o.n.Node] [n] y"));
        assertFalse(begins(start, "\tat org.example.A.b(A.java:1)"));
        assertFalse(begins(start, "[2026-11-20 and more"));
        assertFalse(begins(start, ""));
    }

    @Test
    void fileWithoutPackHasNone() {
        assertEquals(Optional.empty(), ProductPacks.load().recordStart("/tmp/none", new byte[0]));
    }
}
