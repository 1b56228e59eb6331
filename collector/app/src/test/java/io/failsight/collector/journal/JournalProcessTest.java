package io.failsight.collector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the journal when a real process dies. */
class JournalProcessTest {
    private static final JournalConfig CONFIG =
            JournalConfig.defaults().withSizes(64 << 20, 256 << 10).withForce(1 << 20, Duration.ofMillis(1));

    @TempDir
    Path folder;

    /** The process that is killed: appends from several threads and prints what was acknowledged. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws Exception {
            Journal journal = Journal.open(Path.of(arguments[0]), CONFIG, InstantSource.system());
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            for (int t = 0; t < 4; t++) {
                String source = arguments[1] + "-" + t;
                Thread.ofPlatform().start(() -> {
                    for (int i = 0; ; i++) {
                        String id = source + "-" + i;
                        if (journal.accept(Lines.batch(source, id + " " + "y".repeat(i * 131 % 5_000)), Lines.PATIENCE)
                                instanceof Outcome.Accepted) {
                            out.println(id);
                        }
                    }
                });
            }
        }
    }

    private Process start(String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString(),
                        name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void holdsEveryAcknowledgedRecordAfterTheProcessWasKilled() throws Exception {
        Set<String> acknowledged = new HashSet<>();
        for (int round = 0; round < 3; round++) {
            Process child = start("round" + round);
            try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
                for (int i = 0; i < 300; i++) {
                    acknowledged.add(lines.readLine());
                    if (i == 50 && round == 0) {
                        assertThrows(IOException.class, () -> Journal.open(folder, CONFIG, InstantSource.system()));
                    }
                }
                child.toHandle().destroyForcibly(); // unlike the process's own method it leaves the pipe open
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    acknowledged.add(line);
                }
            } finally {
                child.destroyForcibly();
                assertTrue(child.waitFor(20, TimeUnit.SECONDS));
            }
        }
        try (Journal journal = Journal.open(folder, CONFIG, InstantSource.system());
                JournalReader reader = journal.reader("index")) {
            Set<String> read = new HashSet<>();
            for (String payload : Lines.payloads(reader)) {
                assertTrue(read.add(payload.substring(0, payload.indexOf(' '))), "once: " + payload);
            }
            acknowledged.removeAll(read);
            acknowledged.removeIf(line -> !line.matches("round\\d-\\d-\\d+")); // the last line may be cut
            assertEquals(Set.of(), acknowledged);
            assertEquals(List.of(), journal.recovery().damages());
            assertEquals(read.size(), journal.pendingRecords("index"));
        }
    }
}
