package io.failsight.collector.sink.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SentMarkTest {
    private static @TempDir Path folder;

    @Test
    void coversWhatIsSentBeforeItIs() throws IOException {
        Path file = folder.resolve("covers");
        try (SentMark mark = SentMark.open(file)) {
            assertEquals(Long.MAX_VALUE, mark.found(), "nothing is known of an earlier process");
            mark.reach(5_000);
            mark.reach(5_001);
        }
        assertEquals(5_000 + SentMark.STEP, found(file));
        try (SentMark mark = SentMark.open(file)) {
            mark.reach(5_000 + SentMark.STEP);
        }
        assertEquals(5_000 + 2 * SentMark.STEP, found(file));
        try (SentMark mark = SentMark.open(file)) {
            mark.settle(7_000);
            mark.settle(9_000);
        }
        assertEquals(7_000, found(file));
    }

    @Test
    void aTornOrTurnedRecordSaysNothing() throws IOException {
        Path file = folder.resolve("torn");
        try (SentMark mark = SentMark.open(file)) {
            mark.reach(5_000);
        }
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            Files.write(file, Arrays.copyOf(whole, i));
            assertEquals(Long.MAX_VALUE, found(file), "cut at " + i);
            byte[] turned = whole.clone();
            turned[i] ^= 4;
            Files.write(file, turned);
            assertEquals(Long.MAX_VALUE, found(file), "turned at " + i);
        }
    }

    private static long found(Path file) throws IOException {
        try (SentMark mark = SentMark.open(file)) {
            return mark.found();
        }
    }
}
