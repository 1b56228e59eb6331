package io.failsight.runtime.command;

import io.failsight.runtime.bundle.SupportBundle;
import io.failsight.runtime.control.ControlClient;
import io.failsight.runtime.data.DataFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code support-bundle}: one file for whoever helps. Exit code 1 when it cannot be written. */
@Command(
        name = "support-bundle",
        description = "Write how this appliance is into one file, without secrets and without gathered entries.")
public final class SupportBundleCommand implements Callable<Integer> {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--out", paramLabel = "FILE", description = "Where to (default: failsight-support-TIME.zip here).")
    private @Nullable Path out;

    private final Screen screen = Screen.standard();

    @Override
    public Integer call() throws InterruptedException {
        DataFolder folder = data.folder();
        Path file = out == null ? Path.of("failsight-support-" + STAMP.format(Instant.now()) + ".zip") : out;
        try {
            SupportBundle bundle =
                    new SupportBundle(folder, DataOption.home(), new ControlClient(folder.run()).status());
            String[] where = {"--data", folder.path().toString()};
            var contents = bundle.write(
                    file,
                    () -> printed(new DoctorCommand(), where),
                    () -> printed(new StatusCommand(), "--json", where[0], where[1]));
            contents.forEach(line -> screen.line("  " + line));
            screen.line("");
            screen.line("Written to " + screen.strong(file.toAbsolutePath().toString())
                    + ": no secrets, no gathered entries; look into it before you send it.");
            return 0;
        } catch (IOException e) {
            screen.error(
                    file + " cannot be written (" + e + "): name another file with --out, which is not there yet.");
            return 1;
        }
    }

    /** What another command would print. */
    private static String printed(Object command, String... arguments) {
        PrintStream standard = System.out;
        PrintStream errors = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Screen.redirect(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            int code = new CommandLine(command).execute(arguments);
            return said.toString(StandardCharsets.UTF_8) + "exit code " + code + "\n";
        } finally {
            System.setOut(standard);
            System.setErr(errors);
        }
    }
}
