package io.failsight.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.ledger.SourceLedger;
import io.failsight.collector.receive.FakeBatchConsumer;
import io.failsight.collector.signal.Mark;
import io.failsight.collector.watch.Announcer;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.Numbering;
import io.failsight.model.TimeSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From numbered entries to what people are told, by a clock that the test moves, looked at every ten seconds as {@link OwnSignals} does. */
final class GapNewsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;

    private final FakeBatchConsumer intake = new FakeBatchConsumer();
    private final IntakeCounts counts = new IntakeCounts();
    private final SourceLedger ledger = new SourceLedger();
    private final Topology topology =
            new Topology().add(Topology.Place.of("north", "hub", "n1"), List.of("192.0.2.1"), List.of());
    private final ArrivalTap tap = new ArrivalTap(new Arrivals(topology, List.of(), ledger));
    private final Entry entry = new Entry();
    private long now = 1_795_168_800L * SECOND;
    private long offset;
    private GapNews news = news(Map.of());

    private GapNews news(Map<String, String> cursors) {
        return new GapNews(ledger, counts, new Announcer(intake, () -> Instant.ofEpochSecond(0, now), cursors));
    }

    private void come(String host, long... numbers) {
        tap.begin(new BatchHeader(
                Content.SYSLOG, Framing.LINES, "syslog", "syslog/192.0.2.9", "192.0.2.9", now, numbers.length, ""));
        for (long number : numbers) {
            entry.clear();
            entry.text(EntryField.HOST, host);
            entry.time(now, TimeSource.PARSED);
            entry.numbered(Numbering.SYSLOG, number);
            tap.take(entry, 100);
        }
        offset += numbers.length;
        tap.end(new Mark(offset, offset));
    }

    /** Looks every ten seconds for a while. */
    private void look(long nanos) {
        for (long end = now + nanos; now < end; ) {
            now += 10 * SECOND;
            news.look(now);
        }
    }

    private List<String> said(String what) {
        return intake.records().stream().filter(record -> record.contains(what)).toList();
    }

    @Test
    void aGapIsToldWithinAMinuteAndOnce() {
        come("web", 1, 2, 3);
        come("web", 7, 8);
        look(MINUTE);
        String told = said("Entries of web are missing: 3 received between ").getFirst();
        assertTrue(told.contains("(numbers 4-6)"), told);
        assertTrue(told.contains("\"gap-source\":\"syslog/192.0.2.9\""), told);
        look(MINUTE);
        assertEquals(1, intake.records().size(), () -> intake.records().toString());
    }

    @Test
    void whatCameLateMeanwhileIsNotToldAndALaterGapIs() {
        come("web", 1, 2, 5);
        now += SECOND / 2;
        entry.clear();
        come("web", 3, 4);
        look(MINUTE);
        come("web", 9);
        look(MINUTE);
        assertEquals(1, said("are missing").size(), () -> intake.records().toString());
    }

    @Test
    void manyGapsOfOneSourceAreOneEntry() {
        come("web", 1, 3, 5, 7, 9, 11, 13, 15);
        look(MINUTE);
        assertTrue(said("missing: 7 received").getFirst().contains("(numbers 2, 4, 6, 8, 10, ...)"));
        assertEquals(1, intake.records().size());
    }

    @Test
    void aRestartDoesNotRepeatWhatWasTold() {
        come("web", 1, 3);
        String id = Long.toString(ledger.views(now).getFirst().gaps().getFirst().id());
        news = news(Map.of("failsight/gaps", id)); // it was told, and then the ledger's file was not written any more
        look(MINUTE);
        assertEquals(List.of(), intake.records());
        come("web", 5);
        look(MINUTE);
        assertEquals(1, said("(numbers 4)").size());
    }

    @Test
    void whatTheIntakePutsOffIsToldLater() {
        come("web", 1, 3);
        intake.putOff(3);
        look(MINUTE);
        assertEquals(1, said("(numbers 2)").size());
    }

    @Test
    void lossesThatReceiversNoticeAreTold() {
        counts.lost(new IntakeCounts.Loss("file/var/log/app.log", 0, 4_711, "the file was emptied"));
        look(MINUTE);
        assertEquals(
                1,
                said("Entries were lost in file/var/log/app.log: 4711 bytes between ")
                        .size());
    }

    @Test
    void whoBreaksARhythmIsSilentAndSpeaksAgain() {
        for (int i = 0; i < 60; i++) {
            come("web", 1 + i);
            look(10 * SECOND);
        }
        look(MINUTE);
        assertTrue(said("Source web is silent: nothing came since").getFirst().contains("by its habit"));
        come("web", 61);
        look(MINUTE / 2);
        assertEquals(1, said("Source web speaks again").size());
        assertEquals(2, intake.records().size(), () -> intake.records().toString());
    }

    @Test
    void aFloodOfForgedGapsIsToldInPortions() {
        for (int i = 0; i < 500; i++) {
            come("forged-" + i, 1, 3);
        }
        look(20 * SECOND);
        assertEquals(100, said("are missing").size());
        look(3 * MINUTE);
        assertEquals(500, said("are missing").size());
    }
}
