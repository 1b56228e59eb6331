package io.failsight.collector.pipeline.trial;

import io.failsight.collector.pack.load.PackLoad;
import io.failsight.collector.pack.load.PackLoader;
import io.failsight.collector.pack.load.PackProblem;
import io.failsight.model.VisibleText;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The program behind {@code ./failsight pack try PACK FILE}: tries a pack on a file with all other packs loaded, and prints fields,
 * signals and what was not parsed. Exit code 1 when the pack has errors or a file cannot be read, 2 for a wrong command line.
 *
 * <p>Arguments: {@code [--json] [--as=file|syslog] --packs=DIR... PACK FILE}; PACK is the name of a pack in one of the folders, or the
 * folder of one.
 */
public final class PackTry {
    /** Largest file: 64 MiB. What is beyond is not looked at, and said so. */
    private static final int MAX_FILE_BYTES = 64 << 20;

    private final PrintStream out;
    private final PrintStream errors;
    private final InstantSource clock;

    PackTry(PrintStream out, PrintStream errors, InstantSource clock) {
        this.out = out;
        this.errors = errors;
        this.clock = clock;
    }

    /** The program. */
    public static void main(String... arguments) {
        int code = new PackTry(System.out, System.err, Clock.systemUTC()).run(List.of(arguments));
        System.out.flush();
        System.exit(code);
    }

    int run(List<String> arguments) {
        boolean json = arguments.contains("--json");
        List<Path> folders = new ArrayList<>();
        List<String> plain = new ArrayList<>();
        String as = "";
        for (String argument : arguments) {
            if (argument.startsWith("--packs=")) {
                folders.add(Path.of(argument.substring("--packs=".length())));
            } else if (argument.startsWith("--as=")) {
                as = argument.substring("--as=".length());
            } else if (!argument.equals("--json")) {
                plain.add(argument);
            }
        }
        if (plain.size() != 2 || !List.of("", "file", "syslog").contains(as)) {
            complain("pack try needs a pack and a file, and --as is file or syslog.");
            return 2;
        }
        return run(plain.get(0), Path.of(plain.get(1)), as, folders, json);
    }

    private int run(String given, Path file, String as, List<Path> folders, boolean json) {
        Path packFolder = packFolder(given, folders);
        if (!Files.isDirectory(packFolder)) {
            complain("no pack is called " + given + ", and no folder; there are " + String.join(", ", names(folders))
                    + ".");
            return 1;
        }
        PackLoad load = load(packFolder, folders);
        List<PackProblem> own = load.problems().stream()
                .filter(problem -> problem.file().startsWith(packFolder))
                .toList();
        if (!own.isEmpty()) {
            own.forEach(problem -> complain(problem.toString()));
            return 1;
        }
        byte[] content;
        try {
            content = read(file);
        } catch (IOException e) {
            complain("" + file + " cannot be read (" + e + "): give the path of a log file.");
            return 1;
        }
        String pack = packFolder.getFileName().toString();
        String path = file.toAbsolutePath().normalize().toString();
        Trial trial = new Trial(load.packs(), ZoneId.systemDefault(), clock.instant());
        Trial.Way way = switch (as) {
            case "syslog" -> Trial.Way.SYSLOG;
            case "file" -> Trial.Way.FILE;
            default -> trial.bestWay(pack, path, content);
        };
        List<TrialRecord> records = trial.run(way, path, content);
        if (json) {
            TrialReport.json(pack, way, records, out);
        } else {
            TrialReport.table(pack, way, records, out);
        }
        return 0;
    }

    /** Names of files and lines of packs are made harmless for terminals. */
    private void complain(String words) {
        errors.println("failsight: " + VisibleText.lines(words));
    }

    private byte[] read(Path file) throws IOException {
        try (var input = Files.newInputStream(file)) {
            byte[] content = input.readNBytes(MAX_FILE_BYTES);
            if (input.read() >= 0) {
                complain("only the first " + (MAX_FILE_BYTES >> 20) + " MiB of " + file + " are tried.");
            }
            return Trial.withoutMark(content);
        }
    }

    /** The folder of a pack: as given, or that of its name in the last folder of packs that has it. */
    private static Path packFolder(String given, List<Path> folders) {
        Path path = Path.of(given).toAbsolutePath().normalize();
        if (path.endsWith("pack.yaml") && path.getParent() != null) {
            return path.getParent();
        }
        if (Files.isDirectory(path) || given.contains("/")) {
            return path;
        }
        for (Path folder : folders.reversed()) {
            Path candidate = folder.toAbsolutePath().normalize().resolve(given);
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return path;
    }

    /** Names of all packs; a folder that cannot be read, as the user's own before there is one, has none. */
    private static Set<String> names(List<Path> folders) {
        Set<String> names = new TreeSet<>();
        for (Path folder : folders) {
            File[] packs = folder.toFile().listFiles(File::isDirectory);
            for (File pack : packs == null ? new File[0] : packs) {
                names.add(pack.getName());
            }
        }
        return names;
    }

    /** All packs, the tried one last, so that it takes the place of another of its name. */
    private static PackLoad load(Path packFolder, List<Path> folders) {
        List<Path> all = new ArrayList<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                all.add(folder.toAbsolutePath().normalize());
            }
        }
        return PackLoader.loadWith(all, packFolder);
    }
}
