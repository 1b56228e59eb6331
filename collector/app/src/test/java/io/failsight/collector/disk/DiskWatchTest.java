package io.failsight.collector.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskWatchTest {
    private static final DiskMarks MARKS = new DiskMarks(0.85, 0.92, 0.97);

    private long used = 500;

    private final DiskWatch watch = new DiskWatch(MARKS, () -> {
        if (used < 0) {
            throw new IOException("the mount is gone");
        }
        return new DiskUsage(used, 1_000 - used);
    });

    @Test
    void stepsComeAtTheirMarksAndGoTwoPointsBelow() {
        List<String> seen = new ArrayList<>();
        for (int share :
                new int[] {849, 850, 831, 919, 920, 901, 969, 970, 989, 990, 986, 984, 951, 949, 905, 899, 831, 829, 849
                }) {
            used = share;
            watch.look();
            seen.add(share + " " + watch.step().id());
        }
        assertEquals(
                List.of(
                        "849 enough",
                        "850 evicting",
                        "831 evicting",
                        "919 evicting",
                        "920 degraded",
                        "901 degraded",
                        "969 degraded",
                        "970 refusing",
                        "989 refusing",
                        "990 full",
                        "986 full",
                        "984 refusing",
                        "951 refusing",
                        "949 degraded",
                        "905 degraded",
                        "899 evicting",
                        "831 evicting",
                        "829 enough",
                        "849 enough"),
                seen);
    }

    @Test
    void evictionAimsTwoPointsBelowItsMark() {
        used = 840;
        watch.look();
        assertEquals(0, watch.excessBytes());
        used = 900;
        watch.look();
        assertEquals(70, watch.excessBytes());
        used = 835;
        watch.look();
        assertEquals(5, watch.excessBytes(), "begun, it goes on to its end");
    }

    @Test
    void whatCannotBeReadChangesNothing() {
        used = 930;
        watch.look();
        used = -1;
        watch.look();
        assertEquals(DiskStep.DEGRADED, watch.step());
        assertEquals(0.93, watch.usage().share(), 1e-9);
    }

    @Test
    void theGateRefusesInWordsAndOpensAgain() {
        List<Batch> taken = new ArrayList<>();
        DiskGate gate = new DiskGate(
                (batch, patience) -> {
                    taken.add(batch);
                    return new Outcome.Accepted(1);
                },
                watch);
        Batch batch = new Batch(
                new BatchHeader(Content.TEXT, Framing.LINES, "file", "file/x", "", 1, 1, ""),
                new byte[] {'x', '\n'},
                0,
                2);
        used = 975;
        watch.look();
        Outcome.RetryLater later =
                assertInstanceOf(Outcome.RetryLater.class, gate.accept(batch, Duration.ofSeconds(1)));
        assertEquals(ErrorKind.STORAGE_FULL, later.kind());
        assertTrue(later.reason().contains("97.5 % full"), later::reason);
        assertTrue(taken.isEmpty());
        used = 940;
        watch.look();
        assertInstanceOf(Outcome.Accepted.class, gate.accept(batch, Duration.ofSeconds(1)));
    }

    @Test
    void marksMustGrow() {
        assertThrows(IllegalArgumentException.class, () -> new DiskMarks(0.92, 0.92, 0.97));
        assertThrows(IllegalArgumentException.class, () -> new DiskMarks(0.85, 0.92, 0.995));
    }

    @Test
    void readsARealFileSystem(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("x"), new byte[1 << 20]);
        DiskUsage usage = DiskUsage.of(folder);
        assertTrue(usage.usedBytes() > 1 << 20 && usage.freeBytes() > 0, usage::toString);
        assertTrue(usage.share() > 0 && usage.share() < 1, usage::toString);
    }
}
