package io.failsight.engine.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger is damaged in every way that a disk knows, and opened again: what can be read is there, the rest is named. */
final class LedgerDamageTest {
    private static final int PAGE = 4_096;
    private static final int SIGNALS = 4_000;
    private static final int NOTES = 300;

    private @TempDir Path folder;

    private Path filled() {
        Path file = folder.resolve("failsight.db");
        try (Ledger ledger = Ledger.open(file)) {
            for (int part = 0; part < SIGNALS; part += 500) {
                int from = part;
                ledger.write(transaction -> {
                    for (int i = from; i < from + 500; i++) {
                        transaction.update(
                                "INSERT INTO signals (id, observed, subject, json) VALUES (?, ?, ?, ?)",
                                "s" + i,
                                (long) i,
                                "n" + i % 7,
                                "{\"text\":\"" + "signal ".repeat(20) + i + "\"}");
                    }
                    return true;
                });
            }
            ledger.write(transaction -> {
                transaction.update(
                        "INSERT INTO incidents (id, opened, revision, state, cluster, last_observed) VALUES ('i1', 1, 1, 'open', 'c', 1)");
                for (int i = 0; i < NOTES; i++) {
                    transaction.update(
                            "INSERT INTO notes (incident, at, by, text) VALUES ('i1', ?, 'admin', ?)",
                            (long) i,
                            "note " + i + " " + "word ".repeat(30));
                }
                return true;
            });
        }
        return file;
    }

    private static long count(Ledger ledger, String table) {
        return ledger.read(transaction -> transaction
                .one("SELECT count(*) FROM " + table, row -> row.getLong(1))
                .orElseThrow());
    }

    private static Set<String> ids(Ledger ledger) {
        return ledger.read(
                transaction -> new HashSet<>(transaction.query("SELECT id FROM signals", row -> row.getString(1))));
    }

    @Test
    void aWholeLedgerIsLeftAlone() {
        Path file = filled();
        try (Ledger ledger = Ledger.open(file)) {
            assertTrue(ledger.damage().isEmpty());
            assertEquals(SIGNALS, count(ledger, "signals"));
        }
        assertFalse(Files.exists(folder.resolve("damaged-1")));
    }

    @Test
    void aPageThatTurnedToGarbageCostsItsOwnRowsAlone() throws IOException {
        long seed = 20_261_120L;
        int tried = 0;
        int damaged = 0;
        for (int round = 0; round < (Boolean.getBoolean("failsight.full") ? 200 : 20); round++) {
            Random random = new Random(seed + round);
            Path file = filled();
            long pages = Files.size(file) / PAGE;
            long page = 1 + random.nextLong(pages - 1); // the first one is a case of its own
            byte[] garbage = new byte[PAGE];
            random.nextBytes(garbage);
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                bytes.seek(page * PAGE);
                bytes.write(garbage);
            }
            try (Ledger ledger = Ledger.open(file)) {
                tried++;
                String where = "seed " + (seed + round) + ", page " + page + " of " + pages + ": "
                        + ledger.damage().map(Damage::words).orElse("whole");
                if (ledger.damage().isPresent()) {
                    damaged++;
                    Damage damage = ledger.damage().get();
                    assertTrue(Files.exists(damage.aside().resolve("failsight.db")), where);
                    assertTrue(damage.gaps() > 0 || count(ledger, "signals") == SIGNALS, where);
                }
                // an inner page of a table takes what hangs on it; a leaf some twenty rows
                assertTrue(count(ledger, "signals") + count(ledger, "notes") >= SIGNALS * 0.9, where);
                assertTrue(ledger.write(transaction -> transaction.update(
                                "INSERT INTO signals (id, observed, subject, json) VALUES ('new', 1, 'n', '{}')"))
                        == 1);
            }
            deleteAll();
        }
        assertTrue(damaged > tried / 2, damaged + " of " + tried);
    }

    @Test
    void aLedgerThatWasCutKeepsWhatIsBeforeTheCut() throws IOException {
        Path file = filled();
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(bytes.length() / 2 / PAGE * PAGE);
        }
        try (Ledger ledger = Ledger.open(file)) {
            Damage damage = ledger.damage().orElseThrow();
            assertTrue(damage.words().contains(folder.resolve("damaged-1").toString()), damage::words);
            Set<String> ids = ids(ledger);
            assertTrue(ids.size() > SIGNALS / 4, damage::words);
            assertTrue(ids.contains("s0"), damage::words);
        }
        try (Ledger again = Ledger.open(file)) {
            assertTrue(again.damage().isEmpty(), "it is whole from now on");
        }
    }

    @Test
    void whatIsNoLedgerAtAllIsPutAsideAndANewOneBegins() throws IOException {
        Path file = folder.resolve("failsight.db");
        byte[] garbage = new byte[100_000];
        new Random(1).nextBytes(garbage);
        Files.write(file, garbage);
        try (Ledger ledger = Ledger.open(file)) {
            Damage damage = ledger.damage().orElseThrow();
            assertTrue(damage.words().contains("nothing of it could be read"), damage::words);
            assertEquals(0, count(ledger, "signals"));
            assertEquals(100_000, Files.size(damage.aside().resolve("failsight.db")));
        }
        Files.write(file, garbage);
        try (Ledger ledger = Ledger.open(file)) {
            assertEquals(
                    folder.resolve("damaged-2"),
                    ledger.damage().orElseThrow().aside(),
                    "the first one is not overwritten");
        }
    }

    @Test
    void anEmptyFileIsNamed() throws IOException {
        Path file = folder.resolve("failsight.db");
        Files.write(file, new byte[0]);
        try (Ledger ledger = Ledger.open(file)) {
            assertEquals("it has no bytes", ledger.damage().orElseThrow().reason());
        }
    }

    @Test
    void damageThatShowsWhileItIsUsedIsNoted() throws IOException {
        Path file = filled();
        try (Ledger ledger = Ledger.open(file)) {
            byte[] garbage = new byte[PAGE];
            new Random(2).nextBytes(garbage);
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                for (long page = 1; page < bytes.length() / PAGE; page++) {
                    bytes.seek(page * PAGE);
                    bytes.write(garbage);
                }
            }
            assertFalse(ledger.isDamaged());
            LedgerException trouble = assertThrows(LedgerException.class, () -> ids(ledger));
            assertTrue(ledger.isDamaged(), trouble::toString);
        }
    }

    private void deleteAll() throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                if (!path.equals(folder)) {
                    Files.delete(path);
                }
            }
        }
    }
}
