package io.failsight.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.clock.ClockEstimate;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.ledger.SourceLedger;
import io.failsight.collector.receive.FakeBatchConsumer;
import io.failsight.collector.signal.Mark;
import io.failsight.collector.watch.Announcer;
import io.failsight.collector.watch.Expectation;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From entries to what the collector says of clocks and silence, without threads. */
final class OwnSignalsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private final FakeBatchConsumer intake = new FakeBatchConsumer();
    private final Topology topology = new Topology()
            .add(Topology.Place.of("north", "hub", "n1"), List.of("192.0.2.1"), List.of("n1"))
            .add(Topology.Place.of("south", "hub", "n2"), List.of(), List.of("n2"));
    private final Expectation n2 = new Expectation(Expectation.By.NODE, "n2", Duration.ofMinutes(5));
    private final SourceLedger ledger = new SourceLedger();
    private final Arrivals arrivals = new Arrivals(topology, List.of(n2), ledger);
    private final ArrivalTap tap = new ArrivalTap(arrivals);
    private final Entry entry = new Entry();
    private long offset;
    private long now = 1_795_168_800L * SECOND;
    private final Map<String, String> cursors = new HashMap<>();
    private OwnSignals own = own();

    private OwnSignals own() {
        Announcer announcer = new Announcer(intake, () -> Instant.ofEpochSecond(0, now), cursors);
        return new OwnSignals(
                arrivals,
                announcer,
                new GapNews(ledger, new IntakeCounts(), announcer),
                List.of(n2),
                List.of(),
                () -> now,
                () -> now);
    }

    private void batch(String source, String peer, Map<String, Long> offsetByHost, TimeSource how, long step) {
        tap.begin(new BatchHeader(Content.SYSLOG, Framing.LINES, "syslog", source, peer, now, 1, ""));
        offsetByHost.forEach((host, offset) -> {
            for (int i = 0; i < 3; i++) {
                entry.clear();
                entry.text(EntryField.HOST, host);
                entry.time(Math.floorDiv(now - MILLI * (3 - i) + offset, step) * step, how);
                tap.take(entry, 100);
            }
        });
        tap.end(new Mark(++offset, offset));
    }

    private void live(long seconds, Runnable each) {
        for (long end = now + seconds * SECOND; now < end; now += SECOND) {
            each.run();
            if (now / SECOND % 10 == 0) {
                own.look();
            }
        }
    }

    private List<String> said(String what) {
        return intake.records().stream().filter(record -> record.contains(what)).toList();
    }

    @Test
    void tellsAClockApartWithItsGradeAndWhenItIsTogetherAgain() {
        live(
                120,
                () -> batch("syslog/192.0.2.1", "192.0.2.1", Map.of("whatever", 2_000 * MILLI), TimeSource.PARSED, 1));
        assertEquals(1, intake.records().size(), () -> intake.records().toString());
        assertTrue(said("Clock of n1 is apart by ").getFirst().contains(": warning"));
        live(
                300,
                () -> batch("syslog/192.0.2.1", "192.0.2.1", Map.of("whatever", 8_000 * MILLI), TimeSource.PARSED, 1));
        assertEquals(1, said(": critical").size());
        live(300, () -> batch("syslog/192.0.2.1", "192.0.2.1", Map.of("whatever", 0L), TimeSource.PARSED, 1));
        assertEquals(1, said("Clock of n1 is together again").size());
        assertEquals(3, said("Clock of").size(), () -> intake.records().toString());
    }

    @Test
    void aRestartNeitherRepeatsNorForgetsAGrade() {
        cursors.put("failsight/clock/n1", "warning");
        own = own();
        live(120, () -> batch("syslog/192.0.2.1", "192.0.2.1", Map.of("a", 2_000 * MILLI), TimeSource.PARSED, 1));
        assertEquals(0, intake.records().size());
        live(400, () -> batch("syslog/192.0.2.1", "192.0.2.1", Map.of("a", 0L), TimeSource.PARSED, 1));
        assertEquals(1, said("Clock of n1 is together again").size());
    }

    @Test
    void tellsTheHostsBehindARelayApart() {
        live(
                120,
                () -> batch(
                        "syslog/192.0.2.9",
                        "192.0.2.9",
                        Map.of("n2", -9_000 * MILLI, "other", 0L),
                        TimeSource.PARSED,
                        1));
        assertEquals(1, intake.records().size());
        assertTrue(said("Clock of n2 is apart by -").getFirst().contains(": critical"));
    }

    @Test
    void aWrongZoneIsSaidOfTheSourceAndNotOfItsClock() {
        live(
                300,
                () -> batch(
                        "syslog/192.0.2.1",
                        "192.0.2.1",
                        Map.of("a", -7_200 * SECOND),
                        TimeSource.ZONE_ASSUMED,
                        SECOND));
        assertEquals(1, intake.records().size(), () -> intake.records().toString());
        assertTrue(said("Time zone of syslog/192.0.2.1 is taken wrong by -120 minutes")
                .getFirst()
                .contains("time-zone"));
    }

    @Test
    void timesOfReceiptSayNothingOfAClock() {
        live(60, () -> batch("syslog/192.0.2.1", "192.0.2.1", Map.of("a", 5_000 * MILLI), TimeSource.RECEIPT, 1));
        assertFalse(arrivals.all().getFirst().clock().estimate(now).isKnown());
        assertEquals(List.of(), intake.records());
    }

    @Test
    void aSourceThatFallsSilentIsToldWithinAMinuteAfterItsAllowance() {
        live(60, () -> batch("syslog/192.0.2.9", "192.0.2.9", Map.of("n2", 0L), TimeSource.RECEIPT, 1));
        live(299, () -> {});
        assertEquals(List.of(), said("silent"));
        live(60, () -> {});
        assertEquals(1, said("Source n2 is silent").size());
        live(20, () -> batch("syslog/192.0.2.9", "192.0.2.9", Map.of("n2", 0L), TimeSource.RECEIPT, 1));
        assertEquals(1, said("Source n2 speaks again").size());
    }

    @Test
    void keepsABoundedNumberOfSenders() {
        for (int i = 0; i < 10_000; i++) {
            batch("syslog/192.0.2.1", "192.0.2.1", Map.of("forged-" + i, 0L), TimeSource.PARSED, 1);
        }
        assertEquals(Arrivals.MAX_SENDERS, arrivals.all().size());
    }

    @Test
    void itsOwnStatementsAreNoArrivals() {
        tap.begin(
                new BatchHeader(Content.JSON, Framing.LINES, "failsight", "failsight/clock/n1", "", now, 1, "warning"));
        entry.clear();
        entry.time(now, TimeSource.PARSED);
        tap.take(entry, 100);
        ClockEstimate clock = tap.clock();
        tap.end(new Mark(++offset, offset));
        assertEquals(0, clock.offsetNanos());
        assertEquals(List.of(), arrivals.all());
    }

    @Test
    void aFailedBatchIsForgottenWhenTheSourceChanges() {
        tap.begin(new BatchHeader(Content.SYSLOG, Framing.LINES, "syslog", "syslog/a", "192.0.2.1", now, 1, ""));
        entry.clear();
        entry.text(EntryField.HOST, "h");
        entry.time(now + 99 * SECOND, TimeSource.PARSED);
        tap.take(entry, 100);
        batch("syslog/192.0.2.1", "192.0.2.1", Map.of("h", 0L), TimeSource.PARSED, 1);
        assertTrue(
                Math.abs(tap.clock().offsetNanos()) < 3 * SECOND,
                () -> tap.clock().toString());
    }
}
