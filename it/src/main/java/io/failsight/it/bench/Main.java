package io.failsight.it.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code ./failsight bench ingest [--entries N] [--pairs N]}: prints a table, writes JSON, and exits with 1 when an aim was missed. */
public final class Main {
    private static final int DEFAULT_ENTRIES = 1_000_000;
    private static final int DEFAULT_PAIRS = 7;

    private Main() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0 || !arguments[0].equals("ingest")) {
            System.err.println("usage: ./failsight bench ingest [--entries N] [--pairs N]");
            System.exit(2);
        }
        int entries = option(arguments, "--entries", DEFAULT_ENTRIES);
        int pairs = option(arguments, "--pairs", DEFAULT_PAIRS);
        Path home = Path.of(System.getProperty("failsight.home", "."))
                .toAbsolutePath()
                .normalize();
        Path work = home.resolve("it/target/bench");
        Files.createDirectories(work);
        System.out.printf(
                "From the wire to searchable: %,d syslog lines and %,d OTLP records, %d pairs each, on %d processors%n",
                entries, entries, pairs, Runtime.getRuntime().availableProcessors());
        IngestBench bench = new IngestBench(home, work, entries, pairs);
        List<Aim> aims = bench.run();
        print(bench.figures(), aims);
        write(work.resolve("ingest.json"), entries, pairs, bench.figures(), aims);
        List<Aim> missed = aims.stream().filter(aim -> !aim.reached()).toList();
        for (Aim aim : missed) {
            System.out.println("missed: " + aim.name());
        }
        System.exit(missed.isEmpty() ? 0 : 1);
    }

    private static int option(String[] arguments, String name, int otherwise) {
        for (int i = 1; i + 1 < arguments.length; i++) {
            if (arguments[i].equals(name)) {
                return Integer.parseInt(arguments[i + 1]);
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

    private static void write(Path file, int entries, int pairs, Map<String, Object> figures, List<Aim> aims)
            throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("entries", entries);
        all.put("pairs", pairs);
        all.put("figures", figures);
        all.put("aims", new ArrayList<>(aims));
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), all);
        System.out.println("  written to it/target/bench/ingest.json");
    }
}
