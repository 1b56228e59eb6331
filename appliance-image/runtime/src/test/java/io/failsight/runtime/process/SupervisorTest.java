package io.failsight.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With real child processes: small shell scripts, and once a JVM that is killed. */
@Timeout(120)
class SupervisorTest {
    /** Ends on SIGTERM; sleeps in short pieces, because sh defers a trap while its child runs. */
    private static final String OBEDIENT = "trap 'exit 0' TERM; while :; do sleep 0.02; done";

    @TempDir
    Path folder;

    private final RecordedEvents recorded = new RecordedEvents();

    @Test
    void startsADeadPartAgainAndCountsIt() throws Exception {
        Path starts = folder.resolve("starts");
        var part = part("dies", "echo x >> " + starts + "; echo going; exit 3", Duration.ofSeconds(5));
        part.start();
        try {
            Await.until(
                    "three starts",
                    () -> Files.exists(starts) && Files.readAllLines(starts).size() >= 3);
            assertTrue(recorded.events.contains("died dies ended with exit code 3"), recorded.events::toString);
            assertTrue(part.status().restarts() >= 2);
        } finally {
            part.stop();
        }
        assertEquals(PartState.STOPPED, part.status().state());
        assertTrue(Files.readString(folder.resolve("dies.out")).contains("going\n"));
        // The last run may have been ended before its first line.
        int missing = part.status().restarts() + 1 - Files.readAllLines(starts).size();
        assertTrue(missing == 0 || missing == 1, "starts that left no line: " + missing);
    }

    @Test
    void aPartKilledFromOutsideComesBackUnderAnotherPid() throws Exception {
        var part = part("killed", OBEDIENT, Duration.ofSeconds(5));
        part.start();
        try {
            Await.until("ready", () -> part.status().state() == PartState.READY);
            long first = part.status().pid();
            assertTrue(part.status().residentBytes() > 0);
            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            Await.until(
                    "back", () -> part.status().restarts() == 1 && part.status().state() == PartState.READY);
            assertNotEquals(first, part.status().pid());
            assertTrue(recorded.events.contains("died killed ended by signal 9"), recorded.events::toString);
        } finally {
            part.stop();
        }
    }

    @Test
    void aCommandThatIsNotThereIsTriedAgainToo() throws Exception {
        var spec = spec("absent", List.of("/nonexistent/program"), Duration.ofSeconds(1));
        var part = new SupervisedPart(spec, InstantSource.system(), quick(), recorded);
        part.start();
        Await.until("two tries", () -> recorded.events.size() >= 2);
        part.stop();
        assertTrue(recorded.events.getFirst().startsWith("died absent cannot be started"), recorded.events::toString);
        assertEquals(PartState.STOPPED, part.status().state());
    }

    @Test
    void stopsTheLastPartFirstAndEachOnce() throws Exception {
        var supervisor = new Supervisor(
                List.of(
                        shell("store", OBEDIENT, Duration.ofSeconds(10)),
                        shell("writer", OBEDIENT, Duration.ofSeconds(10)),
                        shell("reader", OBEDIENT, Duration.ofSeconds(10))),
                InstantSource.system(),
                recorded);
        supervisor.start();
        assertTrue(supervisor.awaitReady(Duration.ofSeconds(30)));
        List<Long> pids = supervisor.status().stream().map(PartStatus::pid).toList();
        supervisor.stop();
        supervisor.stop();
        assertEquals(
                List.of("stopped reader", "stopped writer", "stopped store"),
                recorded.events.stream()
                        .filter(event -> event.startsWith("stopped"))
                        .toList());
        for (long pid : pids) {
            assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false), "pid " + pid);
        }
    }

    @Test
    void killsAPartThatDoesNotEndInTime() throws Exception {
        Path marked = folder.resolve("deaf");
        var part = part(
                "stubborn", "trap '' TERM; touch " + marked + "; while :; do sleep 0.02; done", Duration.ofMillis(200));
        part.start();
        Await.until("deaf to TERM", () -> Files.exists(marked));
        part.stop();
        assertEquals(
                List.of("killed stubborn"),
                recorded.events.stream()
                        .filter(event -> event.startsWith("killed"))
                        .toList());
        assertEquals(PartState.STOPPED, part.status().state());
    }

    @Test
    void keepsTheLastWordsOfAPartThatIsStopped() throws Exception {
        Path ready = folder.resolve("ready");
        var part = part(
                "speaks",
                "trap 'echo last words; exit 0' TERM; touch " + ready + "; while :; do sleep 0.02; done",
                Duration.ofSeconds(10));
        part.start();
        Await.until("ready for TERM", () -> Files.exists(ready));
        part.stop();
        assertTrue(Files.readString(folder.resolve("speaks.out")).endsWith("last words\n"));
    }

    @Test
    void stopsWhileItWaitsForTheNextStart() throws Exception {
        var spec = shell("waits", "exit 1", Duration.ofSeconds(1));
        var hour = new BackOff(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(2));
        var part = new SupervisedPart(spec, InstantSource.system(), hour, recorded);
        part.start();
        Await.until(
                "waiting",
                () -> part.status().state() == PartState.WAITING
                        && part.status().pid() == 0
                        && !recorded.events.isEmpty());
        part.stop();
        assertEquals(PartState.STOPPED, part.status().state());
    }

    @Test
    void aPartNeverOutlivesAKilledSupervisor() throws Exception {
        Path alive = folder.resolve("alive");
        Path ended = folder.resolve("ended");
        Process supervisor = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SupervisorProgram.class.getName(),
                        folder.toString(),
                        "touch " + alive + "; cat > /dev/null; touch " + ended)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("supervisor.out").toFile())
                .start();
        try {
            Await.until("the part runs", () -> Files.exists(alive));
            assertFalse(Files.exists(ended));
        } finally {
            supervisor.destroyForcibly().waitFor();
        }
        Await.until("the part saw the end of its input", () -> Files.exists(ended));
    }

    private SupervisedPart part(String id, String script, Duration stopLimit) {
        return new SupervisedPart(shell(id, script, stopLimit), InstantSource.system(), quick(), recorded);
    }

    private PartSpec shell(String id, String script, Duration stopLimit) {
        return spec(id, List.of("/bin/sh", "-c", script), stopLimit);
    }

    private PartSpec spec(String id, List<String> command, Duration stopLimit) {
        return new PartSpec(id, id, command, Map.of(), folder, folder.resolve(id + ".out"), "-", () -> true, stopLimit);
    }

    private static BackOff quick() {
        return new BackOff(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofHours(1));
    }
}
