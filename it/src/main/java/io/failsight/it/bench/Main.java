package io.failsight.it.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.failsight.it.bench.correlate.CorrelateBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code ./failsight bench ingest [--entries N] [--pairs N]} and {@code bench correlate}: prints a table, writes JSON, and exits with 1 when an aim
 * was missed.
 */
public final class Main {
    private static final int DEFAULT_ENTRIES = 1_000_000;
    private static final int DEFAULT_PAIRS = 7;
    private static final int DEFAULT_VARIANTS = 4;
    private static final int DEFAULT_SEED = 5798;

    private Main() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("failsight.home", "."))
                .toAbsolutePath()
                .normalize();
        Path work = home.resolve("it/target/bench");
        Files.createDirectories(work);
        String bench = arguments.length == 0 ? "" : arguments[0];
        List<Aim> aims = switch (bench) {
            case "ingest" -> ingest(home, work, arguments);
            case "paced" -> paced(home, work);
            case "correlate" -> correlate(work, arguments);
            default -> {
                System.err.println(
                        "usage: ./failsight bench ingest [--entries N] [--pairs N] | paced | correlate [--variants N] [--seed N] [--calm FOLDER]");
                System.exit(2);
                yield List.of();
            }
        };
        List<Aim> missed = aims.stream().filter(aim -> !aim.reached()).toList();
        for (Aim aim : missed) {
            System.out.println("missed: " + aim.name());
        }
        System.exit(missed.isEmpty() ? 0 : 1);
    }

    private static List<Aim> ingest(Path home, Path work, String[] arguments) throws IOException, InterruptedException {
        int entries = option(arguments, "--entries", DEFAULT_ENTRIES);
        int pairs = option(arguments, "--pairs", DEFAULT_PAIRS);
        System.out.printf(
                "From the wire to searchable: %,d syslog lines and %,d OTLP records, %d pairs each, on %d processors%n",
                entries, entries, pairs, Runtime.getRuntime().availableProcessors());
        IngestBench bench = new IngestBench(home, work, entries, pairs);
        List<Aim> aims = bench.run();
        print(bench.figures(), aims);
        Map<String, Object> setting = new LinkedHashMap<>();
        setting.put("entries", entries);
        setting.put("pairs", pairs);
        write(work, "ingest", setting, bench.figures(), aims);
        return aims;
    }

    private static List<Aim> paced(Path home, Path work) throws IOException, InterruptedException {
        IngestBench bench = new IngestBench(home, work, DEFAULT_ENTRIES, 0);
        List<Aim> aims = bench.runPaced();
        print(bench.figures(), aims);
        return aims;
    }

    private static List<Aim> correlate(Path work, String[] arguments) throws IOException, InterruptedException {
        System.out.println("Failovers with known truth, in real time through the real doors (some five minutes)");
        int variants = option(arguments, "--variants", DEFAULT_VARIANTS);
        int seed = option(arguments, "--seed", DEFAULT_SEED);
        Path calm = Path.of(text(arguments, "--calm", "/var/log"));
        CorrelateBench bench = new CorrelateBench(Files.createTempDirectory(work, "correlate"), calm, variants, seed);
        List<Aim> aims = bench.run();
        print(bench.figures(), aims);
        Map<String, Object> setting = new LinkedHashMap<>();
        setting.put("variants", variants);
        setting.put("seed", seed);
        write(work, "correlate", setting, bench.figures(), aims);
        return aims;
    }

    private static int option(String[] arguments, String name, int otherwise) {
        return Integer.parseInt(text(arguments, name, String.valueOf(otherwise)));
    }

    private static String text(String[] arguments, String name, String otherwise) {
        for (int i = 1; i + 1 < arguments.length; i++) {
            if (arguments[i].equals(name)) {
                return arguments[i + 1];
            }
        }
        return otherwise;
    }

    private static void print(Map<String, Object> figures, List<Aim> aims) {
        System.out.println();
        figures.forEach((name, value) -> System.out.printf("  %-45s %s%n", name, value));
        System.out.println();
        aims.forEach(aim -> System.out.println("  " + aim.row()));
        System.out.println();
    }

    private static void write(
            Path work, String name, Map<String, Object> setting, Map<String, Object> figures, List<Aim> aims)
            throws IOException {
        Map<String, Object> all = new LinkedHashMap<>(setting);
        all.put("figures", figures);
        all.put("aims", new ArrayList<>(aims));
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(work.resolve(name + ".json").toFile(), all);
        System.out.println("  written to it/target/bench/" + name + ".json");
    }
}
