package io.failsight.collector.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.model.Entry;
import io.failsight.model.Numbering;
import io.failsight.model.TimeSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceLedgerTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path folder;

    private SourceLedger ledger = new SourceLedger();
    private long now = 1_795_168_800L * SECOND;
    private long offset = 1_000;
    private long records = 1;

    private SourceLine line(String source, String host) {
        return ledger.line(source, host, "syslog", SourcePlace.UNKNOWN);
    }

    private Tally tally(String source, String host, long... numbers) {
        Tally tally = new Tally(line(source, host));
        for (long number : numbers) {
            Entry entry = new Entry();
            entry.time(now, TimeSource.PARSED);
            entry.numbered(Numbering.SYSLOG, number);
            tally.take(entry, 100);
        }
        return tally;
    }

    private void batch(Tally... tallies) {
        offset += 1_000;
        records += 10;
        ledger.take(new SourceLedger.Position(offset, records), 10, now, List.of(tallies));
    }

    private SourceView view(String source) {
        return ledger.views(now).stream()
                .filter(view -> view.source().equals(source))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void countsByHostBehindARelay() {
        batch(tally("syslog/192.0.2.9", "a", 1, 2, 3), tally("syslog/192.0.2.9", "b", 7));
        now += 10 * SECOND;
        batch(tally("syslog/192.0.2.9", "a", 6));
        SourceView a = ledger.views(now).getFirst();
        assertEquals("a", a.host());
        assertEquals(4, a.entries());
        assertEquals(400, a.bytes());
        assertEquals(2, a.missing());
        assertEquals(0, ledger.views(now).get(1).missing());
        assertEquals(2, ledger.missing());
        assertEquals(2, ledger.size());
        assertEquals(10 * SECOND, ledger.views(now).get(1).quietNanos());
    }

    @Test
    void aBatchThatTwoThreadsReadCountsOnce() {
        batch(tally("s", "a", 1, 2));
        ledger.take(new SourceLedger.Position(offset, records), 10, now, List.of(tally("s", "a", 1, 2)));
        assertEquals(2, view("s").entries());
        assertEquals(0, view("s").series().getFirst().duplicates());
    }

    @Test
    void aFloodOfForgedNamesIsCountedAsOneAndDisplacesNobody() {
        ledger = new SourceLedger(50);
        batch(tally("syslog/192.0.2.1", "real", 1));
        for (int i = 0; i < 1_000; i++) {
            batch(tally("syslog/192.0.2.66", "forged-" + i, 1));
        }
        assertEquals(51, ledger.views(now).size());
        assertEquals(1, view("syslog/192.0.2.1").entries());
        assertEquals(951, view(SourceLedger.REST).entries());
    }

    @Test
    void oneRelayCannotTakeAllPlaces() {
        for (int i = 0; i < SourceLedger.MAX_HOSTS + 10; i++) {
            batch(tally("syslog/192.0.2.66", "forged-" + i, 1));
        }
        batch(tally("syslog/192.0.2.1", "real", 1));
        assertEquals(1, view("syslog/192.0.2.1").entries());
        assertEquals(10, view(SourceLedger.REST).entries());
    }

    @Test
    void tellsAGapWhenItHadTimeToBeClosedAndOnce() {
        batch(tally("s", "a", 1, 5));
        assertEquals(List.of(), ledger.untold(now - SECOND));
        SourceLedger.News news = ledger.untold(now).getFirst();
        assertEquals("2-4", news.gaps().getFirst().ranges());
        ledger.told(news);
        assertEquals(List.of(), ledger.untold(now));
    }

    @Test
    void whatTheJournalLostIsNamedWithWhoSpokeThen() {
        batch(tally("s", "a", 1));
        batch(tally("t", "b", 1));
        records += 42; // damaged, and passed by the reader
        now += SECOND;
        batch(tally("s", "a", 2));
        LossView loss = ledger.losses().getFirst();
        assertEquals(42, loss.records());
        assertEquals(List.of("a", "b"), loss.sources());
        assertEquals(now, loss.beforeNanos());
    }

    @Test
    void refusedRecordsAreTheirSources() {
        batch(tally("s", "a", 1));
        ledger.refused("s", 5);
        ledger.refused("never-taken", 7);
        assertEquals(5, view("s").refused());
        assertEquals(7, view("never-taken").refused());
        assertEquals(0, view("never-taken").entries());
    }

    @Test
    void aSourceThatSpokeEveryTenSecondsIsMissedWithinAMinute() {
        for (int i = 0; i < 60; i++) {
            batch(tally("s", "a"));
            now += 10 * SECOND;
        }
        now -= 10 * SECOND;
        assertEquals(List.of(), ledger.breaks(now + 20 * SECOND));
        long allowed = view("s").allowedNanos();
        SourceLedger.Break found = ledger.breaks(now + 50 * SECOND).getFirst();
        assertTrue(found.silent());
        ledger.told(found);
        now += 300 * SECOND;
        assertEquals(List.of(), ledger.breaks(now));
        batch(tally("s", "a"));
        assertFalse(ledger.breaks(now).getFirst().silent());
        assertEquals(allowed, view("s").allowedNanos(), "a silence is no rhythm");
    }

    @Test
    void aSourceThatSpeaksWhenItLikesHasNoRhythmAndADeclaredOneKeepsItsOwn() {
        long[] pauses = {1, 700, 3, 20, 1_500, 2, 60, 5};
        for (int i = 0; i < 100; i++) {
            batch(tally("s", "a"));
            now += pauses[i % pauses.length] * SECOND;
        }
        SourcePlace declared = new SourcePlace("", "n1", "", 600 * SECOND);
        for (int i = 0; i < 100; i++) {
            batch(new Tally(ledger.line("d", "n1", "syslog", declared)));
            now += SECOND;
        }
        assertEquals(List.of(), ledger.breaks(now + 3_600 * SECOND));
        assertEquals(600 * SECOND, view("d").allowedNanos());
    }

    @Test
    void survivesARestart() throws IOException {
        batch(tally("s", "a", 1, 2, 5));
        ledger.told(ledger.untold(now).getFirst());
        ledger.refused("s", 3);
        LedgerFile file = new LedgerFile(folder.resolve("sources.ledger"));
        file.save(ledger);
        SourceView before = view("s");
        ledger = new SourceLedger();
        assertEquals(new LedgerFile.Loaded(true, 0), new LedgerFile(folder.resolve("sources.ledger")).load(ledger));
        ledger.startAt(offset, records);
        assertEquals(before, view("s"));
        now += SECOND;
        batch(tally("s", "a", 6, 9));
        assertEquals(4, view("s").missing());
        assertEquals(1, ledger.untold(now).getFirst().gaps().size());
    }

    @Test
    void whatWasNotReadInBetweenIsNoGap() throws IOException {
        batch(tally("s", "a", 1, 2));
        LedgerFile file = new LedgerFile(folder.resolve("sources.ledger"));
        file.save(ledger);
        ledger = new SourceLedger();
        file.load(ledger);
        ledger.startAt(offset + 5_000, records + 50);
        offset += 5_000;
        records += 50;
        batch(tally("s", "a", 53));
        assertEquals(0, view("s").missing());
        assertEquals(List.of(), ledger.losses());
    }

    @Test
    void damageCostsTheLinesItHit() throws IOException {
        for (int i = 0; i < 20; i++) {
            batch(tally("source-" + i, "host " + i + " %é", 1, 3));
        }
        Path path = folder.resolve("sources.ledger");
        new LedgerFile(path).save(ledger);
        byte[] whole = Files.readAllBytes(path);
        for (int at = 0; at < whole.length; at += 37) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            Files.write(path, damaged);
            SourceLedger read = new SourceLedger();
            LedgerFile.Loaded loaded = new LedgerFile(path).load(read);
            assertTrue(loaded.damaged() >= 1 && loaded.damaged() <= 3, "at " + at + ": " + loaded);
            assertTrue(read.views(now).size() >= 18, "at " + at);
        }
        Files.write(path, java.util.Arrays.copyOf(whole, whole.length / 2));
        SourceLedger half = new SourceLedger();
        assertTrue(new LedgerFile(path).load(half).positioned());
        assertTrue(half.views(now).size() >= 8);
        Files.write(path, "no ledger at all\n\n\u0000".getBytes(StandardCharsets.UTF_8));
        assertFalse(new LedgerFile(path).load(new SourceLedger()).positioned());
        Files.delete(path);
        assertEquals(new LedgerFile.Loaded(false, 0), new LedgerFile(path).load(new SourceLedger()));
    }
}
