package io.failsight.collector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.journal.JournalLedger.Sent;
import io.failsight.collector.journal.segment.Segment;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Turns a bit, or makes a sector unreadable, everywhere in what {@link JournalScript} leaves: headers, batches, indexes, compressed segments, reader
 * positions, routes. The journal must open, miss nothing but the batch that was hit, and say so. -Djournal.fault.thorough=true turns
 * bits more densely.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JournalBitFlipTest {
    private static final int STRIDE = Boolean.getBoolean("journal.fault.thorough") ? 13 : 97;
    private static final int SECTOR_BYTES = 512;
    private static final int PAGE_BYTES = 4_096;

    private JournalLedger ledger = new JournalLedger();
    private int tried;
    private int lost;

    /** The disk after the script, in order or killed. */
    private SimulatedDisk disk(boolean closed) throws Exception {
        ledger = new JournalLedger();
        SimulatedDisk disk = new SimulatedDisk(Path.of("/disk"), new Random(1));
        JournalScript script = new JournalScript(disk, ledger, 1);
        script.run();
        SimulatedDisk killed = disk.crashed(Crash.EVERYTHING, new Random(1));
        script.stop();
        return closed ? disk.crashed(Crash.EVERYTHING, new Random(1)) : killed;
    }

    @Test
    void losesNothingButTheBatchInWhichABitTurned() throws Exception {
        turnBits(true);
    }

    @Test
    void losesNothingButTheBatchInWhichABitTurnedBeforeACrash() throws Exception {
        turnBits(false);
    }

    private void turnBits(boolean closed) throws Exception {
        SimulatedDisk whole = disk(closed);
        for (Path file : whole.files("")) {
            int size = Objects.requireNonNull(whole.content(file)).length;
            int stride = size < 200 ? STRIDE / 13 : STRIDE;
            for (int at = 0; at < size; at += stride) {
                SimulatedDisk disk = whole.crashed(Crash.EVERYTHING, new Random(1));
                disk.flip(file, at, at % 8);
                check("bit " + at % 8 + " of byte " + at + " of " + file + " turned", disk, file, at, at + 1);
            }
        }
        System.out.println("JournalBitFlipTest, closed " + closed + ": " + tried + " bits turned, " + lost
                + " records lost and told");
        assertTrue(tried > 500 && lost > 100, tried + " tried, " + lost + " lost");
    }

    @Test
    void givesUpOnlyWhatTheDiskCannotRead() throws Exception {
        for (boolean closed : List.of(true, false)) {
            SimulatedDisk whole = disk(closed);
            for (Path file : whole.files("")) {
                int size = Objects.requireNonNull(whole.content(file)).length;
                for (int at = 0; at < size; at += SECTOR_BYTES) {
                    SimulatedDisk disk = whole.crashed(Crash.EVERYTHING, new Random(1));
                    disk.breakSector(file, at, SECTOR_BYTES);
                    int page = at / PAGE_BYTES * PAGE_BYTES;
                    check("sector at " + at + " of " + file + " unreadable", disk, file, page, page + PAGE_BYTES);
                }
            }
        }
        System.out.println("JournalBitFlipTest: " + tried + " unreadable sectors, " + lost + " records lost and told");
    }

    private void check(String where, SimulatedDisk disk, Path file, int from, int to) throws Exception {
        tried++;
        String name = file.getFileName().toString();
        List<Sent> hit = List.of();
        if (name.endsWith(".seg")) {
            long base = Long.parseLong(name, 0, 16, 16);
            hit = ledger.damage(base + from, base + to);
        } else if (name.endsWith(".segz")) {
            long base = Long.parseLong(name, 0, 16, 16);
            hit = ledger.damage(base, base + JournalScript.CONFIG.segmentBytes()); // one block
        }
        try {
            lost += new JournalOracle(ledger, JournalScript.FOLDER, JournalScript.CONFIG, JournalScript.CLOCK)
                    .mayReportDamage(name.contains(".seg"))
                    .positionsMayBeLost(name.endsWith(".position"))
                    .check(disk, name.contains(".seg") ? tried % 4 == 0 : false)
                    .lost();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(where + ": " + e, e);
        }
        ledger.repair(hit);
    }

    @Test
    void passesASectorThatBecomesUnreadableWhileItRuns() throws Exception {
        SimulatedDisk disk = disk(true);
        try (Journal journal = Journal.open(JournalScript.FOLDER, JournalScript.CONFIG, JournalScript.CLOCK, disk);
                JournalReader reader = journal.reader("late")) {
            List<String> expected = Lines.payloads(reader);
            reader.seek(0);
            Segment segment = journal.store().segments().stream()
                    .filter(one ->
                            one.closed() && !one.compressed() && one.holes().isEmpty())
                    .findFirst()
                    .orElseThrow();
            disk.breakSector(segment.raw(), segment.length() - 1, 1);
            List<String> read = new ArrayList<>();
            int failures = 0;
            for (boolean more = true; more; ) {
                try {
                    Lines.Seen seen = Lines.read(reader);
                    more = seen != null;
                    if (seen != null) {
                        read.add(seen.payload());
                    }
                } catch (UncheckedIOException e) {
                    failures++;
                    assertTrue(failures <= JournalReader.READ_ATTEMPTS, "gives up at some time");
                }
            }
            assertEquals(JournalReader.READ_ATTEMPTS, failures);
            assertTrue(expected.containsAll(read) && read.size() >= expected.size() - 4, read.size() + " read");
            assertTrue(journal.stats().lostRecords() > 0, "told");
        }
    }
}
