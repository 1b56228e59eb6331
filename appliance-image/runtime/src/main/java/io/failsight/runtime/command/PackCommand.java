package io.failsight.runtime.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pack}: what concerns packs; alone it shows its help. */
@Command(
        name = "pack",
        description = "Try packs, which teach Failsight a product's log lines.",
        subcommands = PackCommand.Try.class)
public final class PackCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /**
     * {@code pack try PACK FILE}: runs the collector's own decoders and packs on a file, without a running collector. Exit code 1 when the
     * pack has an error or a file cannot be read.
     */
    @Command(
            name = "try",
            description = "Show what packs make of a file: fields, signals, lines that no rule matches.",
            mixinStandardHelpOptions = true)
    public static final class Try implements Callable<Integer> {
        private static final String PROGRAM = "io.failsight.collector.pipeline.trial.PackTry";

        @Parameters(
                index = "0",
                paramLabel = "PACK",
                description = "Name of a pack (Failsight's or in data/packs), or the folder of one.")
        private String pack = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "File with lines of the product.")
        private Path file = Path.of("");

        @Option(names = "--json", description = "As JSON, for programs.")
        private boolean json;

        @Option(
                names = "--as",
                paramLabel = "file|syslog",
                description = "How the lines come in (default: the way in which the pack takes most of them).")
        private @Nullable String as;

        @Mixin
        private DataOption data = new DataOption();

        private final Screen screen = Screen.standard();

        @Override
        public Integer call() throws InterruptedException {
            Path app = DataOption.home().resolve("collector/app/target/quarkus-app");
            List<String> command = new ArrayList<>(List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xshare:auto",
                    "-Dstdout.encoding=UTF-8",
                    "-Dstderr.encoding=UTF-8",
                    "-cp"));
            try {
                command.add(classPath(app));
                command.add(PROGRAM);
                command.addAll(arguments());
                return new ProcessBuilder(command).inheritIO().start().waitFor();
            } catch (IOException e) {
                screen.error("the collector's program is not there (" + e.getMessage()
                        + "): build it with `./failsight up`, then run this again.");
                return 1;
            }
        }

        private List<String> arguments() {
            List<String> arguments = new ArrayList<>();
            if (json) {
                arguments.add("--json");
            }
            if (as != null) {
                arguments.add("--as=" + as);
            }
            arguments.add("--packs=" + DataOption.home().resolve("collector/packs"));
            arguments.add("--packs=" + data.folder().path().resolve("packs"));
            arguments.add(pack);
            arguments.add(file.toString());
            return arguments;
        }

        /** The collector's jar, and the libraries that the offline part needs among those beside it. */
        private static String classPath(Path app) throws IOException {
            List<String> entries = new ArrayList<>();
            try (Stream<Path> jars = Files.list(app.resolve("app"))) {
                jars.map(Path::toString).sorted().forEach(entries::add);
            }
            entries.add(app.resolve("lib/main") + "/*");
            return String.join(java.io.File.pathSeparator, entries);
        }
    }
}
