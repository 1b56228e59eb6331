package io.failsight.it.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL for collector, OpenSearch and engine under load, at work, while they start and while they stop, one at a time and all together, while indices roll
 * over and a pack moves entries from one storage class to another. Everything that was acknowledged is an obligation, and is looked for.
 *
 * <p>A file has no sender that repeats itself: each line must be there exactly once. OTLP and Lumberjack clients repeat what was not answered, so that a
 * record may be journaled twice; only repeated ones may. Syslog acknowledges nothing and is counted apart. Failovers are played meanwhile: each line of them
 * is one signal in the engine's ledger, and their incidents are those of a failover before the kills.
 */
final class KillsIT {
    private static final boolean FULL = Boolean.getBoolean("failsight.full");
    private static final int KILLS = FULL ? 210 : 15;
    /** Longer than a rotated file is held, so that quiet means done. */
    private static final int QUIET_SECONDS = 6;

    private static final int DRAIN_SECONDS = FULL ? 900 : 180;
    private static final long SEED = Long.getLong("failsight.kills.seed", 20_261_120L);

    private static @TempDir Path folder;

    private static final int AWAITED_ROLL_OVERS = 3;
    /** A tenth of a second each. */
    private static final int ROLL_OVER_TRIES = 250;

    private final Object peace = new Object();
    private final AtomicInteger awaited = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<PlayedFailover> failovers = new CopyOnWriteArrayList<>();

    @Test
    void nothingAcknowledgedIsMissingAndNothingIsThereTwice() throws Exception {
        Path followed = Files.createDirectories(folder.resolve("followed"));
        List<String> options = List.of(
                "-Dfailsight.local-logs.files=" + followed + "/*.log",
                "-Dfailsight.local-logs.journald=false",
                "-Dfailsight.indices.roll-over-bytes=" + (FULL ? 3 << 20 : 200 << 10),
                "-Dfailsight.indices.tend-interval=1s");
        try (Parts parts = started(options);
                FileWriterProcess file = new FileWriterProcess(followed);
                OtlpClient otlp = new OtlpClient(parts.port("otlp-http"));
                LumberjackClient lumberjack = new LumberjackClient(parts.port("lumberjack"));
                SyslogClient syslog = new SyslogClient(parts.port("syslog"))) {
            otlp.start();
            lumberjack.start();
            syslog.start();
            Instant loaded = Instant.now();
            Path failoverLog = followed.resolve("failovers.log");
            PlayedFailover calm = new PlayedFailover("calm");
            calm.play(failoverLog);
            FailoverTruth truth = new FailoverTruth(parts);
            FailoverTruth.Essence undisturbed = truth.incident(calm);

            Instant begin = Instant.now();
            Executioner.Tally tally = new Executioner.Tally(KILLS);
            killUnderFailovers(parts, tally, failoverLog);
            Instant end = Instant.now();

            Set<Integer> ofOtlp = otlp.stop();
            Set<Integer> ofLumberjack = lumberjack.stop();
            int ofSyslog = syslog.stop();
            int lines = file.stop();
            awaitQuiet(parts);
            Found found = Found.in(parts.index());
            found.assertOnce("the file", lines);
            int twiceOtlp = found.assertAll("otlp", ofOtlp, otlp.repeated());
            int twiceLumberjack = found.assertAll("lumberjack", ofLumberjack, lumberjack.repeated());
            int foundSyslog = found.assertAtMostOnce("syslog", ofSyslog);
            assertTrue(lines > 1_000 && ofOtlp.size() > 1_000 && ofLumberjack.size() > 1_000, "too little was sent");
            for (PlayedFailover failover : failovers) {
                undisturbed.assertSame(truth.incident(failover), failover.cluster());
            }
            int rollOvers = rollOvers(parts, loaded, Instant.now()); // before, between and after the kills
            assertTrue(rollOvers >= (FULL ? 15 : 2), "only " + rollOvers + " roll-overs");
            assertEquals(0, bytes(parts.deadLetters()), "no entry was refused");
            parts.all().forEach(Victim::close);
            int signals = assertSignals(parts);

            System.out.printf(
                    "KillsIT seed %d: %s in %d s, %d roll-overs under load; %d file lines once each; OTLP: %d acknowledged, %d sent again, %d of"
                            + " them there twice; Lumberjack: %d, %d, %d; syslog without acknowledgement: %d of %d; %d failovers with %d"
                            + " signals as without kills%n",
                    SEED,
                    tally,
                    end.getEpochSecond() - begin.getEpochSecond(),
                    rollOvers,
                    lines,
                    ofOtlp.size(),
                    otlp.repeated().size(),
                    twiceOtlp,
                    ofLumberjack.size(),
                    lumberjack.repeated().size(),
                    twiceLumberjack,
                    foundSyslog,
                    ofSyslog,
                    failovers.size(),
                    signals);
        }
    }

    private static Parts started(List<String> options) throws IOException, InterruptedException {
        Parts parts = new Parts(folder.resolve("parts"), options);
        try {
            parts.launch(); // what is rotated away before the first start is nobody's obligation
            return parts;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            parts.close();
            throw e;
        }
    }

    private void killUnderFailovers(Parts parts, Executioner.Tally tally, Path failoverLog) throws Exception {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Thread player = Thread.ofPlatform().name("failovers").start(() -> {
            try {
                while (!over.get()) {
                    PlayedFailover failover = new PlayedFailover("killed-" + failovers.size());
                    failover.play(failoverLog);
                    failovers.add(failover);
                }
            } catch (IOException | InterruptedException e) {
                failures.add(e);
            }
        });
        Random random = new Random(SEED);
        Random classes = new Random(SEED + 1);
        List<Executioner> executioners = new ArrayList<>();
        for (Victim part : parts.all()) {
            Runnable before = () -> {};
            if (part == parts.collector()) {
                before = () -> {
                    changePack(parts, classes);
                    if (awaited.incrementAndGet() <= AWAITED_ROLL_OVERS || classes.nextInt(4) == 0) {
                        awaitRollOver(parts);
                    }
                };
            } else if (part == parts.openSearch()) {
                before = () -> {
                    synchronized (peace) {
                        // whoever waits for a roll-over has waited
                    }
                };
            }
            executioners.add(new Executioner(part, parts.all(), tally, random.nextLong(), before));
        }
        for (Executioner executioner : executioners) {
            executioner.join();
        }
        for (Victim part : parts.all()) {
            if (!part.awaitReady()) { // by the last power cut
                part.launch();
                part.awaitReady();
            }
        }
        over.set(true);
        player.join();
        assertEquals(List.of(), failures);
        assertTrue(tally.kills() >= KILLS, tally::toString);
    }

    /** Lets the collector be killed just when it goes over to another index; OpenSearch is left in peace meanwhile. */
    private void awaitRollOver(Parts parts) {
        synchronized (peace) {
            int before = indices(parts);
            for (int i = 0; i < ROLL_OVER_TRIES && (before < 0 || indices(parts) <= before); i++) {
                before = before < 0 ? indices(parts) : before;
                try {
                    Thread.sleep(100);
                } catch (InterruptedException e) {
                    throw new IllegalStateException("interrupted while waiting for a roll-over", e);
                }
            }
        }
    }

    /** Number of indices, -1 while OpenSearch does not answer. */
    private static int indices(Parts parts) {
        try {
            return parts.index()
                    .call("GET", "/_cat/indices/failsight-*?format=json&h=index", null)
                    .size();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while counting indices", e);
        }
    }

    /** Moves what is on its way to another storage class, unless the pack is read before the collector is killed. */
    private static void changePack(Parts parts, Random random) {
        try {
            parts.keepFileLinesAs(random.nextBoolean() ? "bulky" : "keep");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitQuiet(Parts parts) throws IOException, InterruptedException {
        int quietSeconds = 0;
        double before = -1;
        for (int second = 0; second < DRAIN_SECONDS && quietSeconds < QUIET_SECONDS; second++) {
            Thread.sleep(1_000);
            double journaled = parts.metric("failsight_journal_records_total");
            boolean isQuiet = journaled == before && parts.metric("failsight_journal_pending") == 0;
            quietSeconds = isQuiet ? quietSeconds + 1 : 0;
            before = journaled;
        }
        assertEquals(QUIET_SECONDS, quietSeconds, "entries were still on their way after " + DRAIN_SECONDS + " s");
    }

    /** Indices begun between two instants. */
    private static int rollOvers(Parts parts, Instant begin, Instant end) throws IOException, InterruptedException {
        int count = 0;
        for (JsonNode index :
                parts.index().call("GET", "/_cat/indices/failsight-*?format=json&h=index,creation.date", null)) {
            Instant created = Instant.ofEpochMilli(index.path("creation.date").asLong());
            count += created.isAfter(begin) && created.isBefore(end) ? 1 : 0;
        }
        return count;
    }

    private int assertSignals(Parts parts) throws Exception {
        Map<String, List<String>> signals = FailoverTruth.signals(parts.ledger());
        List<String> ofCalm = signals.getOrDefault("calm", List.of());
        assertTrue(ofCalm.size() >= 10, () -> "signals of the calm failover: " + ofCalm);
        for (PlayedFailover failover : failovers) {
            assertEquals(ofCalm, signals.get(failover.cluster()), failover.cluster());
        }
        return ofCalm.size() * failovers.size();
    }

    private static long bytes(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        long sum = 0;
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }
}
