package io.failsight.engine.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.audit.Anchors;
import io.failsight.audit.AuditFile;
import io.failsight.audit.AuditFinding;
import io.failsight.audit.AuditFinding.Kind;
import io.failsight.audit.AuditReport;
import io.failsight.audit.AuditRow;
import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.ledger.LedgerException;
import io.failsight.engine.testing.FakeClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody with a database tool at the engine's file: what they do is found and named. */
class AuditTamperTest {
    private static final int RECORDS = 20;

    @TempDir
    Path folder;

    private Path file;
    private final List<Audit.Act> acts = new ArrayList<>();

    @BeforeEach
    void records() {
        file = folder.resolve("failsight.db");
        try (Ledger ledger = Ledger.open(file)) {
            for (int i = 1; i <= RECORDS; i++) {
                int number = i;
                acts.add(ledger.write(
                        transaction -> Audit.add(transaction, number, "otto", "note", "i-1", "words " + number)));
            }
        }
    }

    /** As somebody would who knows that there are triggers. */
    private void tamper(String... statements) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String trigger : List.of("audit_is_not_changed", "audit_is_not_deleted", "audit_is_chained")) {
                statement.execute("DROP TRIGGER IF EXISTS " + trigger);
            }
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes all hashes from a record on anew, as somebody would who knows how. */
    private void forge(long from) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            List<AuditRow> rows = new ArrayList<>();
            try (ResultSet row =
                    statement.executeQuery("SELECT id, at, by, action, incident, text, hash FROM audit ORDER BY id")) {
                while (row.next()) {
                    rows.add(Audit.row(row));
                }
            }
            String previous = AuditRow.BEGIN;
            for (AuditRow row : rows) {
                AuditRow made = AuditRow.after(
                        previous, row.id(), row.at(), row.by(), row.action(), row.incident(), row.text());
                if (row.id() >= from) {
                    statement.execute("UPDATE audit SET hash = '" + made.hash() + "' WHERE id = " + row.id());
                    previous = made.hash();
                } else {
                    previous = row.hash();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Anchors everything() {
        Anchors anchors = new Anchors();
        acts.forEach(act -> anchors.add(act.id(), act.hash()));
        return anchors;
    }

    private AuditReport check(Anchors anchors) {
        try {
            return AuditFile.check(file, anchors).orElseThrow();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertFound(Anchors anchors, Kind kind, long first, long last) {
        AuditReport report = check(anchors);
        assertFalse(report.isSound(), report::toString);
        assertEquals(
                List.of(kind + " " + first + "-" + last),
                report.findings().stream()
                        .map(found -> found.kind() + " " + found.first() + "-" + found.last())
                        .toList(),
                report::toString);
    }

    @Test
    void nothingIsFoundWhereNothingWasDone() {
        for (Anchors anchors : List.of(new Anchors(), everything())) {
            AuditReport report = check(anchors);
            assertTrue(report.isSound());
            assertEquals(List.of(), report.findings());
            assertEquals(RECORDS, report.records());
            assertEquals(acts.getLast().hash(), report.headHash());
        }
    }

    @Test
    void namesTheRecordThatWasChanged() {
        for (String member :
                List.of("text = 'other'", "by = 'vera'", "at = 7777", "action = 'read'", "incident = NULL")) {
            Path copy = file;
            tamper("UPDATE audit SET " + member + " WHERE id = 7");
            assertFound(new Anchors(), Kind.CHANGED, 7, 7);
            assertFound(everything(), Kind.CHANGED, 7, 7);
            tamper(
                    "UPDATE audit SET text = 'words 7', by = 'otto', at = 7, action = 'note', incident = 'i-1' WHERE id = 7");
            assertTrue(check(everything()).isSound(), copy + " is as it was");
        }
    }

    @Test
    void namesTheFirstAndTheLastRecordToo() {
        tamper("UPDATE audit SET text = 'other' WHERE id = 1");
        assertFound(new Anchors(), Kind.CHANGED, 1, 1);
        tamper("UPDATE audit SET text = 'words 1' WHERE id = 1", "UPDATE audit SET text = 'other' WHERE id = 20");
        assertFound(new Anchors(), Kind.CHANGED, 20, 20);
    }

    @Test
    void aTextMovedFromOneMemberToItsNeighbourIsAChange() {
        tamper("UPDATE audit SET by = 'ott', action = 'onote' WHERE id = 7");
        assertFound(new Anchors(), Kind.CHANGED, 7, 7);
    }

    @Test
    void namesRecordsThatWereRemoved() {
        tamper("DELETE FROM audit WHERE id BETWEEN 5 AND 6");
        assertFound(new Anchors(), Kind.REMOVED, 5, 6);
        assertFound(everything(), Kind.REMOVED, 5, 6);
    }

    @Test
    void namesTheFirstRecordsThatWereRemoved() {
        tamper("DELETE FROM audit WHERE id < 4");
        assertFound(new Anchors(), Kind.REMOVED, 1, 3);
    }

    @Test
    void findsARemovalThatIsHiddenByNewNumbers() {
        tamper(
                "DELETE FROM audit WHERE id = 5",
                "UPDATE audit SET id = id - 1 WHERE id > 5",
                "UPDATE sqlite_sequence SET seq = 19");
        AuditReport report = check(new Anchors());
        assertEquals(5, report.findings().getFirst().first(), report::toString);
        assertFalse(report.isSound());
    }

    @Test
    void namesARecordThatWasPutIn() {
        tamper(
                "UPDATE audit SET id = id + 1000 WHERE id > 9",
                "UPDATE audit SET id = id - 999 WHERE id > 1000",
                "INSERT INTO audit (id, at, by, action, text, hash) VALUES (10, 9, 'vera', 'note', 'never', '"
                        + "a".repeat(64) + "')");
        assertFound(new Anchors(), Kind.INSERTED, 10, 10);
    }

    @Test
    void namesARecordThatWasAddedWithoutItsHash() {
        tamper("INSERT INTO audit (at, by, action, text, hash) VALUES (99, 'vera', 'note', 'never', '" + "b".repeat(64)
                + "')");
        assertFound(new Anchors(), Kind.CHANGED, 21, 21);
    }

    @Test
    void pointsAtARecordThatWasAddedWithTheRightHash() {
        tamper("INSERT INTO audit (at, by, action, text, hash) VALUES (99, 'vera', 'note', 'never', '')");
        forge(21);
        AuditReport report = check(everything());
        assertEquals(
                List.of(Kind.UNKNOWN_TO_LOG),
                report.findings().stream().map(AuditFinding::kind).toList());
        assertEquals(21, report.findings().getFirst().first());
    }

    @Test
    void namesRecordsThatWereCutOff() {
        tamper("DELETE FROM audit WHERE id > 15");
        assertFound(new Anchors(), Kind.TRUNCATED, 16, 20);
        tamper("UPDATE sqlite_sequence SET seq = 15 WHERE name = 'audit'");
        assertTrue(check(new Anchors()).isSound(), "the file alone cannot tell");
        assertFound(everything(), Kind.TRUNCATED, 16, 20);
    }

    @Test
    void theLogTellsWhatWasWrittenAnewWithRightHashes() {
        tamper("UPDATE audit SET text = 'other' WHERE id = 7");
        forge(7);
        assertTrue(check(new Anchors()).isSound(), "the file alone cannot tell");
        assertFound(everything(), Kind.CHANGED, 7, 20);
    }

    @Test
    void oneRecordWithANewHashIsToldFromItsNeighbour() {
        tamper("UPDATE audit SET text = 'other' WHERE id = 7");
        AuditRow made = AuditRow.after(acts.get(5).hash(), 7, 7, "otto", "note", "i-1", "other");
        tamper("UPDATE audit SET hash = '" + made.hash() + "' WHERE id = 7");
        assertFound(new Anchors(), Kind.CHANGED, 8, 8);
        assertFound(everything(), Kind.CHANGED, 7, 7);
    }

    /** A file of a Failsight that had no chain, with two records. */
    private static void schemaTwo(Path old) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old);
                Statement statement = connection.createStatement()) {
            for (String step : List.of("001-signals-and-incidents.sql", "002-notifications.sql")) {
                try (InputStream in = Objects.requireNonNull(Ledger.class.getResourceAsStream(step))) {
                    for (String sql : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^;;\\s*$", -1)) {
                        statement.execute(sql);
                    }
                }
            }
            statement.execute(
                    "INSERT INTO audit (at, by, action, incident, text) VALUES (1, 'otto', 'note', NULL, 'a'), (2, 'otto', 'note', 'i', 'b')");
            statement.execute("PRAGMA user_version = 2");
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void recordsThatWereThereBeforeTheChainAreTakenIntoIt() {
        Path old = folder.resolve("old.db");
        schemaTwo(old);
        try (Ledger ledger = Ledger.open(old)) {
            ledger.write(transaction -> Audit.add(transaction, 3, "vera", "note", null, "c"));
        }
        file = old;
        assertEquals(3, check(new Anchors()).records());
        assertEquals(List.of(), check(new Anchors()).findings());
        tamper("UPDATE audit SET text = 'other' WHERE id = 1");
        assertFound(new Anchors(), Kind.CHANGED, 1, 1);
    }

    @Test
    void isCheckedWhileTheEngineWritesAndChangesNothing() throws Exception {
        try (Ledger ledger = Ledger.open(file)) {
            ledger.write(transaction -> Audit.add(transaction, 99, "otto", "note", null, "still in the log of SQLite"));
            assertEquals(RECORDS + 1, check(new Anchors()).records());
            new Audit(ledger, new FakeClock()).add("otto", "note", "goes on");
            assertEquals(RECORDS + 2, check(new Anchors()).records());
        }
        byte[] before = Files.readAllBytes(file);
        assertTrue(check(new Anchors()).isSound());
        assertEquals(
                List.of(),
                List.of(java.util.Arrays.mismatch(before, Files.readAllBytes(file)) + 1).stream()
                        .filter(place -> place > 0)
                        .toList());
        try (Ledger ledger = Ledger.open(file)) {
            new Audit(ledger, new FakeClock()).add("otto", "note", "and again");
        }
        assertEquals(RECORDS + 3, check(new Anchors()).records());
    }

    @Test
    void aRecordPastAuditAddIsRefused() {
        try (Ledger ledger = Ledger.open(file)) {
            LedgerException refused = assertThrows(
                    LedgerException.class,
                    () -> ledger.write(transaction -> transaction.update(
                            "INSERT INTO audit (at, by, action, text) VALUES (1, 'otto', 'note', 'x')")));
            assertTrue(String.valueOf(refused.getMessage()).contains("Audit.add"), refused.getMessage());
        }
    }

    @Test
    void theLogIsReadAndPeopleCannotWriteAnchorsIntoIt() throws Exception {
        Path log = folder.resolve("correlation-engine.json");
        Files.writeString(
                log,
                "{\"message\":\"otto: note\",\"mdc\":{\"audit.id\":\"20\",\"audit.hash\":\""
                        + acts.getLast().hash() + "\"}}\n");
        Files.writeString(
                folder.resolve("correlation-engine.json.1"),
                "{\"message\":\"\\\"audit.id\\\":\\\"900\\\" \\\"audit.hash\\\":\\\"" + "c".repeat(64) + "\\\"\"}\n");
        Anchors anchors = Anchors.of(log);
        assertEquals(1, anchors.size());
        assertTrue(check(anchors).isSound());
    }
}
