package io.failsight.collector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.Outcome;
import io.failsight.collector.journal.JournalLedger.Sent;
import io.failsight.collector.journal.segment.Segment;
import io.failsight.model.StorageClass;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens a journal on what a disk holds and compares it with the {@link JournalLedger}: every acknowledged batch is there, once, unaltered, in order per
 * source; readers, cursors and routes are where they were; it takes new batches. What was not acknowledged may be there or not.
 */
final class JournalOracle {
    private static final String READER = "oracle";

    private final JournalLedger ledger;
    private final Path folder;
    private final JournalConfig config;
    private final InstantSource clock;
    /** Whether damage may be reported although all that was acknowledged is there: where unforced writes came to the disk out of order. */
    private boolean mayReportDamage;

    private boolean positionsMayBeLost;

    JournalOracle(JournalLedger ledger, Path folder, JournalConfig config, InstantSource clock) {
        this.ledger = ledger;
        this.folder = folder;
        this.config = config;
        this.clock = clock;
    }

    JournalOracle positionsMayBeLost(boolean may) {
        positionsMayBeLost = may;
        return this;
    }

    JournalOracle mayReportDamage(boolean may) {
        mayReportDamage = may;
        return this;
    }

    /** What a check found. */
    record Found(int batches, long lost, int damages) {}

    /**
     * Opens and compares.
     *
     * @param whole appends, closes and opens again as well
     */
    Found check(SimulatedDisk disk, boolean whole) throws Exception {
        List<Sent> before;
        Found found;
        boolean hasCut;
        try (Journal journal = Journal.open(folder, config, clock, disk)) {
            before = readAll(journal, READER);
            found = compare(journal, before);
            hasCut = cutAnEnd(journal);
            for (String name : journal.readerNames()) {
                if (!ledger.readers().containsKey(name)) {
                    journal.forgetReader(name); // as the collector does with destinations that are gone
                }
            }
            compareReaders(journal, before);
            compareRoutes(journal);
        }
        if (whole) {
            checkAppends(disk, before, hasCut);
        }
        return found;
    }

    private List<Sent> readAll(Journal journal, String name) throws Exception {
        List<Sent> all = new ArrayList<>();
        try (JournalReader reader = journal.reader(name)) {
            for (JournaledBatch batch = next(reader); batch != null; batch = next(reader)) {
                Lines.Seen seen = Lines.seen(batch);
                Sent sent = ledger.of(seen);
                assertEquals(sent.what, seen, "altered");
                all.add(sent);
            }
        }
        return all;
    }

    /** Asks again after a failure, as the pipeline does. */
    private static @Nullable JournaledBatch next(JournalReader reader) throws InterruptedException {
        for (int failures = 0; ; failures++) {
            try {
                return reader.next(Lines.NO_WAIT);
            } catch (UncheckedIOException e) {
                assertTrue(failures < JournalReader.READ_ATTEMPTS, "never gives up: " + e);
            }
        }
    }

    private Found compare(Journal journal, List<Sent> found) {
        Map<String, Integer> last = new HashMap<>();
        Map<String, String> cursors = new HashMap<>();
        for (Sent batch : found) {
            Integer former = last.put(batch.what.source(), batch.number);
            assertTrue(former == null || former < batch.number, batch + " comes after " + former + " or twice");
            if (batch.acknowledgedEnd() > 0 && !batch.what.cursor().isEmpty()) {
                // one that was refused and came back all the same will be repeated
                cursors.put(batch.what.source(), batch.what.cursor());
            }
        }
        long freed = ledger.readers().values().stream()
                .mapToLong(JournalLedger.Floor::committed)
                .min()
                .orElse(0);
        long lost = 0;
        for (Sent batch : ledger.sent()) {
            boolean owed = batch.acknowledgedEnd() > freed && !found.contains(batch);
            assertTrue(!owed || batch.damaged(), () -> "acknowledged and not there: " + batch);
            lost += owed ? batch.what.records() : 0;
        }
        assertTrue(lost <= told(journal), lost + " records are lost and " + told(journal) + " told");
        if (!mayReportDamage && ledger.sent().stream().noneMatch(Sent::damaged)) {
            // pieces of a write whose force failed may be left at the end
            assertTrue(
                    journal.recovery().damages().stream().allMatch(RecoveryReport.Damage::mayBeTorn),
                    () -> "damage: " + journal.recovery().damages());
        }
        cursors.forEach((source, cursor) -> assertTrue(
                isAtOrBehind(source, cursor, journal.cursors().get(source)),
                () -> "cursor of " + source + ": " + journal.cursors().get(source) + ", was " + cursor));
        for (Sent batch : ledger.sent()) {
            if (batch.acknowledgedEnd() > 0 && !batch.what.cursor().isEmpty()) {
                assertNotNull(journal.cursors().get(batch.what.source()), "the cursor of " + batch.what.source());
            }
        }
        return new Found(found.size(), lost, journal.recovery().damages().size());
    }

    /** Records in ranges that are named; any number where an end was cut that may have held some. */
    private static long told(Journal journal) {
        long holes = journal.store().segments().stream()
                .flatMap(segment -> segment.holes().stream())
                .mapToLong(Segment.Hole::records)
                .sum();
        long atEnd = journal.recovery().damages().stream()
                .filter(RecoveryReport.Damage::mayBeTorn)
                .mapToLong(RecoveryReport.Damage::lostRecords)
                .sum();
        boolean isUncounted = journal.recovery().damages().stream().anyMatch(damage -> damage.lostRecords() == 0);
        return cutAnEnd(journal) || isUncounted
                ? Long.MAX_VALUE
                : Math.max(holes, journal.stats().lostRecords() + atEnd);
    }

    /** Whether a cursor is that of the last batch found of a source, or of an acknowledged one behind it that is damaged. */
    private boolean isAtOrBehind(String source, String lastFound, @Nullable String cursor) {
        List<String> all = ledger.sent().stream()
                .filter(one -> one.what.source().equals(source))
                .map(one -> one.what.cursor())
                .toList();
        return lastFound.equals(cursor) || cursor != null && all.lastIndexOf(cursor) > all.indexOf(lastFound);
    }

    /** Then what a damaged last batch held cannot be told from a write that the crash cut short; its bytes are counted. */
    private static boolean cutAnEnd(Journal journal) {
        return journal.recovery().truncatedBytes() > 0;
    }

    private void compareReaders(Journal journal, List<Sent> found) throws Exception {
        for (Map.Entry<String, JournalLedger.Floor> entry : ledger.readers().entrySet()) {
            String name = entry.getKey();
            assertTrue(journal.readerNames().contains(name), "the reader " + name + " is forgotten");
            try (JournalReader reader = journal.reader(name)) {
                long position = reader.committed();
                assertTrue(
                        (positionsMayBeLost || position >= entry.getValue().durable())
                                && position <= entry.getValue().committed(),
                        name + " begins at " + position + ", not within " + entry.getValue());
                List<Sent> rest = new ArrayList<>();
                for (JournaledBatch batch = next(reader); batch != null; batch = next(reader)) {
                    rest.add(ledger.of(Lines.seen(batch)));
                    reader.commit(batch.nextOffset());
                }
                assertEquals(found.subList(found.size() - rest.size(), found.size()), rest, name);
                for (Sent batch : found.subList(0, found.size() - rest.size())) {
                    assertTrue(batch.acknowledgedEnd() <= position, () -> name + " passes over " + batch);
                }
                assertEquals(0, journal.pendingRecords(name), "pending records of " + name);
            }
        }
        journal.upkeep().persist();
    }

    private void compareRoutes(Journal journal) {
        ledger.routes().forEach((offset, index) -> {
            String found = journal.routes().indexFor(StorageClass.NORMAL, offset);
            if (offset
                    >= ledger.readers().values().stream()
                            .mapToLong(JournalLedger.Floor::committed)
                            .min()
                            .orElse(0)) {
                assertEquals(index, found, "route from offset " + offset);
            }
        });
    }

    private void checkAppends(SimulatedDisk disk, List<Sent> before, boolean hasCut) throws Exception {
        List<String> fresh = List.of("batch x one", "batch x two, somewhat longer");
        long highest =
                ledger.sent().stream().mapToLong(Sent::acknowledgedEnd).max().orElse(0);
        try (Journal journal = Journal.open(folder, config, clock, disk)) {
            for (String payload : fresh) {
                Outcome outcome = journal.accept(Lines.batch("declared-new", payload), Lines.PATIENCE);
                long end = assertInstanceOf(Outcome.Accepted.class, outcome).endOffset();
                assertTrue(end > highest || hasCut, "offset " + end + " is given twice");
                highest = end;
            }
        }
        try (Journal journal = Journal.open(folder, config, clock, disk);
                JournalReader reader = journal.reader(READER)) {
            List<String> payloads = Lines.payloads(reader);
            int old = payloads.size() - fresh.size();
            assertEquals(fresh, payloads.subList(Math.max(0, old), payloads.size()));
            List<String> expected =
                    before.stream().map(sent -> sent.what.payload()).toList();
            // delivered ones may have been freed meanwhile
            assertEquals(expected.subList(expected.size() - old, expected.size()), payloads.subList(0, old));
            assertEquals(List.of(), journal.recovery().damages(), "told once");
        }
    }
}
