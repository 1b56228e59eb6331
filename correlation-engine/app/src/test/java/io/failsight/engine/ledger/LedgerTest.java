package io.failsight.engine.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.engine.audit.Audit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions, schema versions and the append-only audit, on real files. */
class LedgerTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("engine").resolve("failsight.db");
    }

    private static void act(Transaction transaction, String text) {
        Audit.add(transaction, 1, "otto", "note", null, text);
    }

    private static List<String> texts(Transaction transaction) {
        return transaction.query("SELECT text FROM audit ORDER BY id", row -> row.getString(1));
    }

    @Test
    void keepsWhatIsCommittedAndUndoesWhatFails() {
        try (Ledger ledger = Ledger.open(file())) {
            ledger.write(transaction -> {
                act(transaction, "kept");
                return true;
            });
            assertThrows(
                    IllegalStateException.class,
                    () -> ledger.write(transaction -> {
                        act(transaction, "undone");
                        throw new IllegalStateException("by the work");
                    }));
            assertEquals(List.of("kept"), ledger.read(LedgerTest::texts));
        }
        try (Ledger ledger = Ledger.open(file())) {
            assertEquals(List.of("kept"), ledger.read(LedgerTest::texts));
        }
        assertFalse(Files.exists(file().resolveSibling("failsight.db-wal")), "a closed ledger is one file");
    }

    @Test
    void readersSeeTheLastCommitAndCannotWrite() {
        try (Ledger ledger = Ledger.open(file())) {
            ledger.write(transaction -> {
                act(transaction, "one");
                assertEquals(List.of(), ledger.read(LedgerTest::texts));
                return true;
            });
            assertEquals(List.of("one"), ledger.read(LedgerTest::texts));
            assertThrows(
                    LedgerException.class,
                    () -> ledger.read(transaction -> {
                        act(transaction, "two");
                        return true;
                    }));
            assertEquals(1, ledger.errors());
            assertEquals(List.of("one"), ledger.read(LedgerTest::texts));
        }
    }

    @Test
    void theAuditIsNeverChangedOrShortened() {
        try (Ledger ledger = Ledger.open(file())) {
            ledger.write(transaction -> {
                act(transaction, "done");
                return true;
            });
            for (String sql : List.of("UPDATE audit SET text = 'other'", "DELETE FROM audit")) {
                LedgerException refused =
                        assertThrows(LedgerException.class, () -> ledger.write(transaction -> transaction.update(sql)));
                assertTrue(String.valueOf(refused.getMessage()).contains("append-only"), refused.getMessage());
            }
            assertEquals(List.of("done"), ledger.read(LedgerTest::texts));
        }
    }

    @Test
    void refusesTheFileOfANewerFailsight() {
        try (Ledger ledger = Ledger.open(file())) {
            ledger.write(transaction -> transaction.update("PRAGMA user_version = 999"));
        }
        LedgerException refused = assertThrows(LedgerException.class, () -> Ledger.open(file()));
        assertTrue(String.valueOf(refused.getMessage()).contains("newer Failsight"), refused.getMessage());
    }

    @Test
    void forcesEachCommitToDisk() {
        try (Ledger ledger = Ledger.open(file())) {
            assertEquals(
                    List.of("wal 2"),
                    ledger.write(transaction -> transaction.query(
                            "SELECT (SELECT journal_mode FROM pragma_journal_mode) || ' ' || (SELECT synchronous FROM pragma_synchronous)",
                            row -> row.getString(1))));
        }
    }
}
