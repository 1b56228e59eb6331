package io.failsight.collector.receive.journald;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the journal is read. Immutable.
 *
 * @param command the program and arguments before ours, usually {@code journalctl} alone
 * @param directory folder of the journal files, null for the machine's own
 * @param machineId what the source is named by
 * @param since how far back the first start goes, as journalctl takes it, such as {@code -1h}
 * @param maxBatchBytes a batch ends there
 * @param maxEntryBytes longer entries are refused and counted
 * @param gather how long a batch waits for more
 * @param firstRestart pause before a journalctl that ended is started again; it doubles up to {@code lastRestart}
 * @param lastRestart longest pause
 * @param consumerPatience how long the consumer may take for a batch
 * @param stopPatience how long {@code close} goes on handing over what was read
 */
public record JournaldConfig(
        List<String> command,
        @Nullable Path directory,
        String machineId,
        String since,
        int maxBatchBytes,
        int maxEntryBytes,
        Duration gather,
        Duration firstRestart,
        Duration lastRestart,
        Duration consumerPatience,
        Duration stopPatience) {
    /** Id of the receiver. */
    public static final String ID = "journald";
    /** 256 KiB: some 200 entries. */
    public static final int DEFAULT_MAX_BATCH_BYTES = 256 << 10;
    /** 4 MiB: beyond what journald takes in one field by default, with its escapes. */
    public static final int DEFAULT_MAX_ENTRY_BYTES = 4 << 20;

    private static final Path MACHINE_ID = Path.of("/etc/machine-id");
    private static final List<Path> JOURNALS = List.of(Path.of("/var/log/journal"), Path.of("/run/log/journal"));

    public JournaldConfig {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException(ID + ": the command must name a program, such as journalctl");
        }
        if (maxBatchBytes < 1_024 || maxEntryBytes < 1_024 || maxEntryBytes > 15 << 20) {
            throw new IllegalArgumentException(
                    ID + ": batches and entries must be at least 1 KiB, entries at most 15 MiB");
        }
    }

    /** The journal of this machine, from an hour before the first start. */
    public static JournaldConfig ofThisMachine() {
        return of(List.of("journalctl"), null, idOfThisMachine());
    }

    /** Usual limits. */
    public static JournaldConfig of(List<String> command, @Nullable Path directory, String machineId) {
        return new JournaldConfig(
                command,
                directory,
                machineId,
                "-1h",
                DEFAULT_MAX_BATCH_BYTES,
                DEFAULT_MAX_ENTRY_BYTES,
                Duration.ofMillis(5),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
    }

    /** Whether this machine has {@code journalctl} and a journal, so that the door is worth opening. */
    public static boolean isJournalHere() {
        String path = System.getenv("PATH");
        boolean hasProgram = path != null
                && Stream.of(path.split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, "journalctl")));
        return hasProgram && JOURNALS.stream().anyMatch(JournaldConfig::holdsJournal);
    }

    private static boolean holdsJournal(Path folder) {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.anyMatch(file -> file.toString().endsWith(".journal"));
        } catch (IOException | UncheckedIOException e) {
            return false; // no such folder, or none that we may read
        }
    }

    private static String idOfThisMachine() {
        try {
            return Files.readString(MACHINE_ID).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** The source that the batches name. */
    String source() {
        return ID + "/" + machineId;
    }

    /** The whole command line; {@code cursor} is where to go on, empty for the first start. */
    List<String> commandLine(String cursor) {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("--follow", "--output=json", "--no-pager", "--all", "--lines=all", "--quiet"));
        if (directory != null) {
            line.add("--directory=" + directory);
        }
        line.add(cursor.isEmpty() ? "--since=" + since : "--after-cursor=" + cursor);
        return line;
    }
}
