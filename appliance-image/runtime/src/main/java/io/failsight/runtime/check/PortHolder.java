package io.failsight.runtime.check;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds the process behind a port, from {@code /proc/net/*} and {@code /proc/<pid>/fd} (proc(5)). */
public final class PortHolder {
    private static final String TCP_LISTEN = "0A";

    private PortHolder() {}

    /** For example {@code process 1234 (nginx)}; empty when /proc does not tell (another account's process). */
    public static Optional<String> of(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
            collect(Path.of("/proc/net", table), port, sockets);
        }
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (holdsOne(process, sockets)) {
                    return Optional.of("process " + process.getFileName() + name(process));
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Columns: sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode. */
    private static void collect(Path table, int port, Set<String> sockets) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        try {
            for (String line : Files.readAllLines(table)) {
                String[] column = line.strip().split("\\s+");
                boolean udp = table.getFileName().toString().startsWith("udp");
                if (column.length > 9 && column[1].endsWith(suffix) && (udp || column[3].equals(TCP_LISTEN))) {
                    sockets.add("socket:[" + column[9] + "]");
                }
            }
        } catch (IOException e) {
            return; // this table is not there
        }
    }

    private static boolean holdsOne(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (isOneOf(descriptor, sockets)) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false; // gone, or not ours to look into
        }
        return false;
    }

    private static boolean isOneOf(Path descriptor, Set<String> sockets) {
        try {
            return sockets.contains(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private static String name(Path process) {
        try {
            return " (" + Files.readString(process.resolve("comm")).strip() + ")";
        } catch (IOException e) {
            return "";
        }
    }
}
