package io.failsight.engine.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.core.incident.Incident;
import io.failsight.core.incident.IncidentState;
import io.failsight.engine.audit.Audit;
import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.ledger.Transaction;
import io.failsight.model.signal.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the core's incidents to those that people know. */
class IncidentBookTest {
    private static final Duration WINDOW = Duration.ofHours(24);

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();
    private final List<Duration> latencies = new ArrayList<>();
    private Instant now = Cases.START.plusSeconds(60);
    private boolean outboxFails;

    @SuppressWarnings("NullAway.Init") // set before each
    private Ledger ledger;

    @SuppressWarnings("NullAway.Init") // set before each
    private IncidentBook book;

    @BeforeEach
    void open() {
        ledger = Ledger.open(folder.resolve("failsight.db"));
        book = new IncidentBook(ledger, new Outbox(), WINDOW, WINDOW.multipliedBy(14), latencies::add);
        book.load(now);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void restart() {
        close();
        open();
    }

    private final class Outbox implements IncidentListener {
        @Override
        public void incidentChanged(Transaction transaction, @Nullable PublicIncident before, PublicIncident after) {
            if (outboxFails) {
                throw new IllegalStateException("the outbox has no room");
            }
            told.add(after.id() + " " + (before == null ? "-" : before.revision()) + ">" + after.revision() + " "
                    + after.incident().state().id());
        }

        @Override
        public List<Notice> notices(Transaction transaction, String incident) {
            return List.of();
        }
    }

    private List<PublicIncident> settle(Incident... incidents) {
        now = now.plusSeconds(1);
        return book.settle(List.of(incidents), _ -> false, now);
    }

    private PublicIncident stored(String name) {
        return ledger.read(transaction ->
                        IncidentTable.resolve(transaction, name).flatMap(id -> IncidentTable.find(transaction, id)))
                .orElseThrow();
    }

    private List<IncidentTable.Revision> revisions(String id) {
        return ledger.read(transaction -> IncidentTable.revisions(transaction, id));
    }

    @Test
    void opensWithAReadableIdAndTellsOnce() {
        List<Signal> signals = Cases.signals("a", 2);
        List<PublicIncident> changed = settle(Cases.incident("k1", IncidentState.DOWN, signals));
        assertEquals("2026-11-20-mirror-1", changed.getFirst().id());
        assertEquals(List.of("2026-11-20-mirror-1 ->1 down"), told);
        assertEquals(List.of("2026-11-20-mirror-1"), book.openIn("mirror"));
        assertEquals(Duration.ofSeconds(61).minusMillis(1_020), latencies.getFirst());
        assertEquals(List.of(), settle(Cases.incident("k1", IncidentState.DOWN, signals)));
        assertEquals(1, told.size());
    }

    @Test
    void keepsTheIdWhenTheKeyChangesAndFindsItByBoth() {
        List<Signal> late = Cases.signals("a", 4);
        settle(Cases.incident("k1", IncidentState.DOWN, late.subList(2, 4)));
        settle(Cases.incident("k0", IncidentState.DEGRADED, late));
        assertEquals("2026-11-20-mirror-1", stored("k0").id());
        assertEquals("2026-11-20-mirror-1", stored("k1").id());
        assertEquals(2, stored("2026-11-20-mirror-1").revision());
        List<String> what = revisions("2026-11-20-mirror-1").getLast().what();
        assertTrue(what.contains("state: down → degraded"), what.toString());
        assertTrue(what.contains("serving node: none → vms-b"), what.toString());
        assertTrue(what.stream().anyMatch(each -> each.startsWith("service restored: 09:00:03.000")), what.toString());
    }

    @Test
    void makesNoRevisionWhenOnlyEvidenceComes() {
        List<Signal> signals = Cases.signals("a", 3);
        Incident before = Cases.incident("k1", IncidentState.DOWN, signals.subList(0, 2));
        settle(before);
        Incident after = new Incident(
                before.key(),
                before.kind(),
                before.state(),
                before.provisional(),
                before.planned(),
                before.site(),
                before.cluster(),
                before.failedNodes(),
                before.servingNode(),
                before.product(),
                before.summary(),
                before.nextStep(),
                before.instants(),
                before.causes(),
                before.gaps(),
                Cases.incident("k1", IncidentState.DOWN, signals).evidence(),
                0);
        assertEquals(1, settle(after).size());
        assertEquals(1, stored("k1").revision());
        assertEquals(3, stored("k1").incident().evidence().size());
        assertEquals(1, told.size());
    }

    @Test
    void givesBackWhatItStoredWholeAfterARestart() {
        Incident incident = Cases.incident("k1", IncidentState.DEGRADED, Cases.signals("a", 3));
        settle(incident);
        restart();
        assertEquals(incident.toString(), stored("k1").incident().toString());
        assertEquals(List.of(), settle(incident));
        assertEquals(1, told.size());
        assertEquals(List.of("2026-11-20-mirror-1"), book.openIn("mirror"));
    }

    @Test
    void mergesIntoTheOlderAndKeepsTheOtherAsAName() {
        List<Signal> one = Cases.signals("a", 2);
        List<Signal> other = Cases.signals("b", 2);
        settle(Cases.incident("k1", IncidentState.DOWN, one));
        settle(Cases.incident("k1", IncidentState.DOWN, one), Cases.incident("k2", IncidentState.DOWN, other));
        Deeds deeds = new Deeds(ledger, Audience.NOBODY, () -> now);
        assertTrue(deeds.note("2026-11-20-mirror-2", "otto", "seen").isPresent());
        settle(Cases.incident("k1", IncidentState.DOWN, Cases.both(one, other)));
        PublicIncident merged = stored("2026-11-20-mirror-2");
        assertEquals("2026-11-20-mirror-1", merged.id());
        assertEquals(1, merged.notes());
        assertEquals("2026-11-20-mirror-1", stored("k2").id());
        assertEquals(
                "merged with 2026-11-20-mirror-2: it was the same failover",
                revisions("2026-11-20-mirror-1").getLast().what().getFirst());
        assertEquals(
                1,
                ledger.read(transaction -> IncidentTable.list(
                                transaction,
                                new IncidentTable.Filter("all", "", Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, ""),
                                10))
                        .size());
        assertEquals(
                List.of("note"),
                ledger.read(transaction -> Audit.of(transaction, "2026-11-20-mirror-1")).stream()
                        .map(Audit.Act::action)
                        .toList());
    }

    @Test
    void givesTheLargerPartTheIdWhenOneBecomesTwo() {
        List<Signal> one = Cases.signals("a", 3);
        List<Signal> other = Cases.signals("b", 2);
        settle(Cases.incident("k1", IncidentState.DOWN, Cases.both(one, other)));
        settle(Cases.incident("k1", IncidentState.DOWN, one), Cases.incident("k2", IncidentState.DOWN, other));
        assertEquals("2026-11-20-mirror-1", stored("k1").id());
        assertEquals("2026-11-20-mirror-2", stored("k2").id());
    }

    @Test
    void doesNotTakeSharedContextForTheSameIncident() {
        List<Signal> context = Cases.signals("c", 1);
        Incident first = Cases.incident("k1", IncidentState.CLOSED, Cases.signals("a", 2));
        settle(first);
        Incident second = Cases.incident("k2", IncidentState.DOWN, Cases.signals("b", 2));
        settle(
                with(first, Cases.incident("x", IncidentState.DOWN, context, "context")),
                with(second, Cases.incident("x", IncidentState.DOWN, context, "last-good")));
        settle(with(second, Cases.incident("x", IncidentState.DOWN, context, "last-good")));
        assertEquals("2026-11-20-mirror-2", stored("k2").id());
        assertEquals(IncidentState.CLOSED, stored("k1").incident().state());
    }

    private static Incident with(Incident incident, Incident evidence) {
        return new Incident(
                incident.key(),
                incident.kind(),
                incident.state(),
                incident.provisional(),
                incident.planned(),
                incident.site(),
                incident.cluster(),
                incident.failedNodes(),
                incident.servingNode(),
                incident.product(),
                incident.summary(),
                incident.nextStep(),
                incident.instants(),
                incident.causes(),
                incident.gaps(),
                Cases.both(incident.evidence(), evidence.evidence()),
                0);
    }

    @Test
    void withdrawsWhatTheCoreSaysIsNoMore() {
        settle(Cases.incident("k1", IncidentState.DOWN, Cases.signals("a", 2)));
        book.settle(List.of(), incident -> incident.key().equals("k1"), now);
        PublicIncident withdrawn = stored("k1");
        assertEquals(IncidentState.CLOSED, withdrawn.incident().state());
        assertTrue(withdrawn.incident().summary().startsWith("Withdrawn: "));
        assertEquals(List.of(), book.openIn("mirror"));
    }

    @Test
    void storesNothingWhenTheOutboxFailsAndAllOfItNextTime() {
        Incident incident = Cases.incident("k1", IncidentState.DOWN, Cases.signals("a", 2));
        outboxFails = true;
        assertThrows(IllegalStateException.class, () -> settle(incident));
        assertTrue(ledger.read(transaction -> IncidentTable.resolve(transaction, "k1"))
                .isEmpty());
        outboxFails = false;
        assertEquals(1, settle(incident).size());
        assertEquals(List.of("2026-11-20-mirror-1 ->1 down"), told);
    }

    @Test
    void leavesClosedIncidentsAloneWhoseBeginningTheCoreForgot() {
        List<Signal> signals = Cases.signals("a", 4);
        settle(Cases.incident("k1", IncidentState.CLOSED, signals));
        now = Cases.START.plus(WINDOW).plusSeconds(2);
        assertEquals(List.of(), settle(Cases.incident("k9", IncidentState.CLOSED, signals.subList(2, 4))));
        now = Cases.START.plus(WINDOW).plusSeconds(200);
        restart();
        assertEquals(List.of(), settle(Cases.incident("k9", IncidentState.CLOSED, signals.subList(3, 4))));
        assertEquals(1, revisions("2026-11-20-mirror-1").size());
    }
}
