package io.failsight.runtime.command;

import io.failsight.runtime.control.ApplianceStatus;
import io.failsight.runtime.control.ControlClient;
import io.failsight.runtime.data.DataFolder;
import io.failsight.runtime.process.PartStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code status}: one row a part. Exit code 0 when all are ready, 1 when some are not, 3 when nothing runs. */
@Command(name = "status", description = "Show every part: state, pid, memory, port, since, restarts.")
public final class StatusCommand implements Callable<Integer> {
    private static final int NOT_RUNNING = 3;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String ROW = "%-12s %-9s %8s %9s  %-21s %-20s %8s";

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    private final Screen screen = Screen.standard();

    @Override
    public Integer call() {
        DataFolder folder = data.folder();
        Optional<ApplianceStatus> found = new ControlClient(folder.run()).status();
        if (found.isEmpty()) {
            screen.line(
                    json
                            ? "{\"running\":false}"
                            : "Failsight is not running with the data folder " + folder.path()
                                    + ": start it with `./failsight up`.");
            return NOT_RUNNING;
        }
        ApplianceStatus status = found.get();
        if (json) {
            screen.line(toJson(folder, status));
        } else {
            table(status);
            CanaryLine.of(folder).ifPresent(words -> screen.line("canary: " + words));
            screen.line("Open " + screen.strong(status.address()));
        }
        return status.ready() ? 0 : 1;
    }

    private void table(ApplianceStatus status) {
        screen.line(screen.strong(String.format(ROW, "part", "state", "pid", "memory", "port", "since", "restarts")));
        for (PartStatus part : status.parts()) {
            String pid = part.pid() == 0 ? "-" : Long.toString(part.pid());
            screen.line(row(
                    part.id(),
                    part.state().word(),
                    pid,
                    part.residentBytes(),
                    part.address(),
                    part.since(),
                    part.restarts()));
        }
        screen.line(row(
                "supervisor", "ready", Long.toString(status.pid()), status.residentBytes(), "-", status.since(), 0));
        screen.line("");
    }

    private static String row(
            String id, String state, String pid, long bytes, String address, Instant since, int restarts) {
        String memory = bytes == 0 ? "-" : bytes / (1024 * 1024) + " MB";
        return String.format(
                ROW, id, state, pid, memory, address, TIME.format(since.atZone(ZoneId.systemDefault())), restarts);
    }

    private static String toJson(DataFolder folder, ApplianceStatus status) {
        String parts = status.parts().stream()
                .map(part -> "{\"part\":" + quote(part.id()) + ",\"state\":"
                        + quote(part.state().word()) + ",\"pid\":" + part.pid() + ",\"memoryBytes\":"
                        + part.residentBytes() + ",\"address\":" + quote(part.address()) + ",\"since\":"
                        + quote(part.since().toString()) + ",\"restarts\":" + part.restarts() + "}")
                .collect(Collectors.joining(",", "[", "]"));
        return "{\"running\":true,\"ready\":" + status.ready() + ",\"address\":" + quote(status.address())
                + ",\"data\":" + quote(folder.path().toString()) + ",\"pid\":" + status.pid() + ",\"memoryBytes\":"
                + status.residentBytes() + ",\"since\":" + quote(status.since().toString()) + ",\"parts\":" + parts
                + "}";
    }

    /** A JSON string (RFC 8259 section 7). */
    static String quote(String text) {
        var quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
