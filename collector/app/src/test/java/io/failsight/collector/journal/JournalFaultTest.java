package io.failsight.collector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.journal.SimulatedDisk.Call;
import io.failsight.collector.journal.SimulatedDisk.Kind;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Crashes before every call of {@link JournalScript} that changes something on the disk, in every way of {@link Crash}, and a second time while the
 * journal recovers; {@link JournalOracle} then holds it to what it promised. A failure names the seed, the call and the crash; run
 * one seed with -Djournal.fault.seed=N, more seeds with -Djournal.fault.seeds=COUNT, more second crashes with -Djournal.fault.thorough=true.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JournalFaultTest {
    /** After one of so many crashes the recovery is crashed as well. */
    private static final int AGAIN = Boolean.getBoolean("journal.fault.thorough") ? 7 : 61;

    static LongStream seeds() {
        Long chosen = Long.getLong("journal.fault.seed");
        return chosen != null ? LongStream.of(chosen) : LongStream.range(1, 1 + Long.getLong("journal.fault.seeds", 1));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void keepsItsPromisesWhereverItCrashes(long seed) throws Exception {
        Crashes crashes = new Crashes(seed);
        crashes.run();
        System.out.println("JournalFaultTest seed " + seed + ": " + crashes);
        assertTrue(crashes.boundaries > 200, "boundaries: " + crashes);
        assertTrue(crashes.checked > 2_000, "crashes: " + crashes);
        for (Kind kind : EnumSet.allOf(Kind.class)) {
            assertTrue(!kind.changes() || crashes.kinds.containsKey(kind), kind + " was never met: " + crashes);
        }
    }

    /** One run of the script that looks at every call. */
    private static final class Crashes {
        private static final Set<Crash> OUT_OF_ORDER = EnumSet.of(Crash.ANY, Crash.ANY_SECTORS, Crash.ANY_PAGES);
        private final long seed;
        private final JournalLedger ledger = new JournalLedger();
        private final SimulatedDisk disk;
        private final Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
        private int boundaries;
        private final Set<Long> seen = new HashSet<>();
        private int states;
        private int checked;
        private int twice;
        private int damages;
        private long longestNanos;
        private @Nullable AssertionError failure;

        Crashes(long seed) {
            this.seed = seed;
            this.disk = new SimulatedDisk(Path.of("/disk"), new Random(seed));
        }

        void run() throws Exception {
            JournalScript script = new JournalScript(disk, ledger, seed);
            disk.watch(call -> {
                if (failure == null && call.kind().changes()) {
                    crashBefore(call);
                }
                return null;
            });
            script.run();
            script.stop();
            disk.watch(call -> null);
            crashBefore(new Call(disk.calls() + 1, Kind.CLOSE, JournalScript.FOLDER));
            assertEquals(0, script.refusals(), "the disk never failed");
            if (failure != null) {
                throw failure;
            }
        }

        private void crashBefore(Call call) {
            boundaries++;
            kinds.merge(call.kind(), 1, Integer::sum);
            for (Crash crash : Crash.values()) {
                int ways = OUT_OF_ORDER.contains(crash) ? 2 : 1;
                for (int way = 0; way < ways && failure == null; way++) {
                    long chance = seed * 1_000_003L + call.number() * 31L + crash.ordinal() * 7L + way;
                    String where = "seed " + seed + ", crash " + crash + " (way " + way + ") before " + call;
                    attempt(where, disk.crashed(crash, new Random(chance)), OUT_OF_ORDER.contains(crash));
                    if (way == 0 && (call.number() + crash.ordinal()) % AGAIN == 0) {
                        crashAgain(
                                where, disk.crashed(crash, new Random(chance)), chance, OUT_OF_ORDER.contains(crash));
                    }
                }
            }
        }

        /** Opens the journal and crashes before each call that recovery makes. */
        private void crashAgain(String where, SimulatedDisk left, long chance, boolean outOfOrder) {
            Random random = new Random(chance);
            left.watch(call -> {
                if (failure == null && call.kind().changes()) {
                    Crash second = Crash.values()[random.nextInt(Crash.values().length)];
                    twice++;
                    String there = where + ", then " + second + " before " + call + " of the recovery";
                    boolean mayReport = outOfOrder || OUT_OF_ORDER.contains(second);
                    attempt(there, left.crashed(second, new Random(random.nextLong())), mayReport);
                }
                return null;
            });
            try {
                Journal.open(JournalScript.FOLDER, JournalScript.CONFIG, JournalScript.CLOCK, left)
                        .crash();
            } catch (Exception e) {
                fail(where, e);
            }
        }

        private void attempt(String where, SimulatedDisk left, boolean mayReportDamage) {
            states++;
            if (!seen.add(left.fingerprint() * 31 + ledger.fingerprint())) {
                return;
            }
            checked++;
            long start = System.nanoTime();
            try {
                damages += oracle().mayReportDamage(mayReportDamage)
                        .check(left, checked % 4 == 0)
                        .damages();
            } catch (Exception | AssertionError e) {
                fail(where, e);
            }
            longestNanos = Math.max(longestNanos, System.nanoTime() - start);
        }

        private JournalOracle oracle() {
            return new JournalOracle(ledger, JournalScript.FOLDER, JournalScript.CONFIG, JournalScript.CLOCK);
        }

        private void fail(String where, Throwable cause) {
            if (failure == null) {
                failure = new AssertionError(where + ": " + cause, cause);
            }
        }

        @Override
        public String toString() {
            return boundaries + " boundaries, " + states + " crashes, " + twice + " of them during recovery, "
                    + checked + " different states checked, "
                    + damages + " damages told, longest check " + longestNanos / 1_000_000 + " ms, " + kinds;
        }
    }
}
