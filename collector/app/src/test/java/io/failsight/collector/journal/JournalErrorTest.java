package io.failsight.collector.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.journal.SimulatedDisk.Call;
import io.failsight.collector.journal.SimulatedDisk.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Lets each call of {@link JournalScript} fail in turn, once and for a while, with an error of the disk or for lack of room. The journal must say no
 * to what it could not force, go on by itself, and hold after a crash what it acknowledged before and behind the fault. One of a number of
 * calls is tried; -Djournal.fault.thorough=true tries every one.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JournalErrorTest {
    private static final long SEED = 1;
    private static final int STRIDE = Boolean.getBoolean("journal.fault.thorough") ? 1 : 5;
    /** Calls that fail when the disk is away for a while. */
    private static final int WHILE = 8;

    private int runs;
    private int checked;
    private int refusals;

    @Test
    void goesOnAfterAnErrorOfTheDiskAtAnyCall() throws Exception {
        List<Call> calls = calls();
        for (int i = 0; i < calls.size(); i += STRIDE) {
            run(new Plan(Fault.IO_ERROR, calls.get(i), 1));
        }
        for (int i = 0; i < calls.size(); i += 5 * STRIDE) {
            run(new Plan(Fault.IO_ERROR, calls.get(i), WHILE));
        }
        report("errors of the disk");
    }

    @Test
    void goesOnWhenTheDiskWasFullAtAnyCall() throws Exception {
        List<Call> calls =
                calls().stream().filter(call -> call.kind().takesRoom()).toList();
        for (int i = 0; i < calls.size(); i += STRIDE) {
            run(new Plan(Fault.DISK_FULL, calls.get(i), 1));
        }
        for (int i = 0; i < calls.size(); i += 3 * STRIDE) {
            run(new Plan(Fault.DISK_FULL, calls.get(i), 5 * WHILE));
        }
        report("full disk");
    }

    private void report(String what) {
        System.out.println("JournalErrorTest, " + what + ": " + runs + " runs, " + refusals + " refusals, " + checked
                + " crashes checked");
        assertTrue(refusals > 0, "something was refused");
    }

    /** All calls of an undisturbed run. */
    private static List<Call> calls() throws Exception {
        List<Call> calls = new ArrayList<>();
        SimulatedDisk disk = new SimulatedDisk(Path.of("/disk"), new Random(SEED));
        disk.watch(call -> {
            calls.add(call);
            return null;
        });
        JournalScript script = new JournalScript(disk, new JournalLedger(), SEED);
        script.run();
        script.stop();
        return List.copyOf(calls);
    }

    /** From which call on how many calls fail. */
    private record Plan(Fault fault, Call from, int length) {
        @Nullable
        Fault at(Call call) {
            boolean hit = call.number() >= from.number() && call.number() < from.number() + length;
            return hit && (fault == Fault.IO_ERROR || call.kind().takesRoom()) ? fault : null;
        }
    }

    private void run(Plan plan) throws Exception {
        runs++;
        JournalLedger ledger = new JournalLedger();
        SimulatedDisk disk = new SimulatedDisk(Path.of("/disk"), new Random(SEED + plan.from.number()));
        JournalScript script = new JournalScript(disk, ledger, SEED);
        List<AssertionError> failures = new ArrayList<>();
        disk.watch(call -> {
            int since = call.number() - plan.from.number() - plan.length;
            if (call.kind().changes() && (since == 0 || since == 12)) {
                crash(plan + ", crash before " + call, disk, ledger, failures);
            }
            return plan.at(call);
        });
        try {
            script.run();
            crash(plan + ", crash at the end", disk, ledger, failures);
            script.stop();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(plan + ": " + e, e);
        }
        refusals += script.refusals();
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    private void crash(String where, SimulatedDisk disk, JournalLedger ledger, List<AssertionError> failures) {
        for (Crash crash : List.of(Crash.NOTHING, Crash.PROCESS_KILLED)) {
            try {
                checked++;
                new JournalOracle(ledger, JournalScript.FOLDER, JournalScript.CONFIG, JournalScript.CLOCK)
                        .check(disk.crashed(crash, new Random(SEED)), checked % 4 == 0);
            } catch (Exception | AssertionError e) {
                failures.add(new AssertionError(where + " " + crash + ": " + e, e));
            }
        }
    }
}
