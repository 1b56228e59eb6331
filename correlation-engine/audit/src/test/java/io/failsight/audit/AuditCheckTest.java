package io.failsight.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.audit.AuditFinding.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every way to tamper with a chain of records, at every place. */
class AuditCheckTest {
    private static final int RECORDS = Boolean.getBoolean("failsight.full") ? 200 : 40;

    private final List<AuditRow> chain = chain();
    private int tried;

    private static List<AuditRow> chain() {
        List<AuditRow> rows = new ArrayList<>();
        String hash = AuditRow.BEGIN;
        for (int i = 1; i <= RECORDS; i++) {
            AuditRow row =
                    AuditRow.after(hash, i, 1_000 + i, "otto", "note", i % 3 == 0 ? null : "i-" + i, "words " + i);
            rows.add(row);
            hash = row.hash();
        }
        return rows;
    }

    private Anchors anchors() {
        Anchors anchors = new Anchors();
        chain.forEach(row -> anchors.add(row.id(), row.hash()));
        return anchors;
    }

    private AuditReport check(List<AuditRow> rows, Anchors anchors) {
        AuditCheck check = new AuditCheck(anchors);
        rows.forEach(check::accept);
        return check.finish(RECORDS);
    }

    private void assertNamed(List<AuditRow> rows, Kind kind, long first, long last) {
        tried++;
        for (Anchors anchors : List.of(new Anchors(), anchors())) {
            AuditReport report = check(rows, anchors);
            assertFalse(report.isSound(), report::toString);
            assertEquals(
                    List.of(kind + " " + first + "-" + last),
                    report.findings().stream()
                            .map(found -> found.kind() + " " + found.first() + "-" + found.last())
                            .toList(),
                    report::toString);
        }
    }

    private List<AuditRow> with(int place, AuditRow row) {
        List<AuditRow> rows = new ArrayList<>(chain);
        rows.set(place, row);
        return rows;
    }

    @Test
    void aWholeChainIsSound() {
        assertEquals(List.of(), check(chain, anchors()).findings());
        assertEquals(List.of(), check(chain, new Anchors()).findings());
    }

    @Test
    void everyChangeOfEveryMemberOfEveryRecordIsNamed() {
        List<UnaryOperator<AuditRow>> changes = List.of(
                row -> new AuditRow(
                        row.id(), row.at() + 1, row.by(), row.action(), row.incident(), row.text(), row.hash()),
                row -> new AuditRow(row.id(), row.at(), "vera", row.action(), row.incident(), row.text(), row.hash()),
                row -> new AuditRow(row.id(), row.at(), row.by(), "read", row.incident(), row.text(), row.hash()),
                row -> new AuditRow(row.id(), row.at(), row.by(), row.action(), "other", row.text(), row.hash()),
                row -> new AuditRow(
                        row.id(),
                        row.at(),
                        row.by(),
                        row.action(),
                        row.incident() == null ? "" : null,
                        row.text(),
                        row.hash()),
                row -> new AuditRow(
                        row.id(), row.at(), row.by(), row.action(), row.incident(), row.text() + " ", row.hash()),
                row -> new AuditRow(row.id(), row.at(), row.by() + "n", "ote", row.incident(), row.text(), row.hash()));
        for (int i = 0; i < RECORDS; i++) {
            for (UnaryOperator<AuditRow> change : changes) {
                assertNamed(with(i, change.apply(chain.get(i))), Kind.CHANGED, i + 1, i + 1);
            }
        }
        System.out.println("audit: " + tried + " changes, each named");
    }

    @Test
    void everyRemovalIsNamed() {
        for (int from = 0; from < RECORDS; from++) {
            for (int to = from; to < RECORDS; to++) {
                List<AuditRow> rows = new ArrayList<>(chain.subList(0, from));
                rows.addAll(chain.subList(to + 1, RECORDS));
                assertNamed(rows, to + 1 == RECORDS ? Kind.TRUNCATED : Kind.REMOVED, from + 1, to + 1);
            }
        }
        System.out.println("audit: " + tried + " removals, each named");
    }

    @Test
    void everyInsertionIsNamed() {
        for (int place = 0; place < RECORDS; place++) {
            List<AuditRow> rows = new ArrayList<>(chain.subList(0, place));
            rows.add(new AuditRow(place + 1, 7, "vera", "note", null, "never", "a".repeat(64)));
            for (AuditRow row : chain.subList(place, RECORDS)) {
                rows.add(new AuditRow(
                        row.id() + 1, row.at(), row.by(), row.action(), row.incident(), row.text(), row.hash()));
            }
            tried++;
            AuditReport report = check(rows, new Anchors());
            assertEquals(Kind.INSERTED, report.findings().getFirst().kind(), report::toString);
            assertEquals(place + 1, report.findings().getFirst().first(), report::toString);
            assertFalse(check(rows, anchors()).isSound());
        }
        System.out.println("audit: " + tried + " insertions, each named");
    }

    @Test
    void everySwapOfTwoRecordsIsFound() {
        for (int i = 0; i < RECORDS; i++) {
            for (int j = i + 1; j < RECORDS; j++) {
                List<AuditRow> rows = new ArrayList<>(chain);
                Collections.swap(rows, i, j);
                List<AuditRow> renumbered = IntStream.range(0, RECORDS)
                        .mapToObj(place -> {
                            AuditRow row = rows.get(place);
                            return new AuditRow(
                                    place + 1,
                                    row.at(),
                                    row.by(),
                                    row.action(),
                                    row.incident(),
                                    row.text(),
                                    row.hash());
                        })
                        .toList();
                AuditReport report = check(renumbered, new Anchors());
                assertFalse(report.isSound(), report::toString);
                assertEquals(i + 1, report.findings().getFirst().first(), report::toString);
                tried++;
            }
        }
        System.out.println("audit: " + tried + " swaps, each found");
    }

    /** Whoever makes all hashes anew is found by what the log holds, and by nothing else. */
    @Test
    void everyRewritingIsNamedByTheLog() {
        for (int from = 0; from < RECORDS; from++) {
            List<AuditRow> rows = new ArrayList<>(chain.subList(0, from));
            String hash = from == 0 ? AuditRow.BEGIN : chain.get(from - 1).hash();
            for (AuditRow row : chain.subList(from, RECORDS)) {
                AuditRow made = AuditRow.after(
                        hash,
                        row.id(),
                        row.at(),
                        row.by(),
                        row.action(),
                        row.incident(),
                        row.id() == from + 1 ? "other" : row.text());
                rows.add(made);
                hash = made.hash();
            }
            assertTrue(check(rows, new Anchors()).isSound());
            AuditReport report = check(rows, anchors());
            assertEquals(1, report.findings().size(), report::toString);
            assertEquals(from + 1, report.findings().getFirst().first());
            assertEquals(RECORDS, report.findings().getFirst().last());
            tried++;
        }
        System.out.println("audit: " + tried + " rewritings, each named by the log");
    }
}
