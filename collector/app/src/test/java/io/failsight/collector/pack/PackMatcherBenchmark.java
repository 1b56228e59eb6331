package io.failsight.collector.pack;

import io.failsight.collector.decode.syslog.SyslogDecoder;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the matcher with all packs loaded: CPU seconds a million lines and the share of lines that end as parsed. Run {@code main}
 * with syslog files without PRI, such as loghub's Linux_2k.log; without arguments the packs' own syslog samples serve.
 */
final class PackMatcherBenchmark {
    private static final int LINES_PER_ROUND = 1_000_000;
    private static final int ROUNDS = 8;

    private PackMatcherBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        PackMatcher matcher = ProductPacks.load().matcher();
        List<Path> files = arguments.length > 0
                ? List.of(arguments).stream().map(Path::of).toList()
                : List.of(
                        ProductPacks.FOLDER.resolve("sshd/samples/openssh.log"),
                        ProductPacks.FOLDER.resolve("linux/samples/loghub.log"),
                        ProductPacks.FOLDER.resolve("systemd/samples/systemd.log"));
        List<Prepared> all = new ArrayList<>();
        for (Path file : files) {
            List<Prepared> prepared = prepare(Files.readAllBytes(file));
            all.addAll(prepared);
            out.printf(
                    "%-20s %,6d lines, %5.1f %% parsed%n",
                    file.getFileName(), prepared.size(), parsedPercent(matcher, prepared));
        }
        for (int round = 1; round <= ROUNDS; round++) {
            double empty = measure(null, all);
            double full = measure(matcher, all);
            out.printf(
                    "round %d: %.3f CPU-s a million lines (matcher alone; filling entries %.3f taken off)%n",
                    round, full - empty, empty);
        }
    }

    /** What decoding gave: program and message. */
    @SuppressWarnings("ArrayRecordComponent") // a benchmark's data
    private record Prepared(byte[] bytes, int programAt, int programLength, int bodyAt, int bodyLength) {
        void fill(Entry entry) {
            entry.clear();
            entry.number(EntryField.OBSERVED, 1_795_168_800_000L);
            entry.text(EntryField.PROGRAM, bytes, programAt, programLength);
            entry.text(EntryField.BODY, bytes, bodyAt, bodyLength);
        }
    }

    private static List<Prepared> prepare(byte[] content) {
        List<Prepared> prepared = new ArrayList<>();
        SyslogDecoder decoder = new SyslogDecoder(ZoneOffset.UTC);
        BatchHeader header = new BatchHeader(
                Content.SYSLOG, Framing.LINES, "syslog", "benchmark", "", Instant.EPOCH.getNano(), 1, "");
        decoder.decode(
                header,
                content,
                0,
                content.length,
                (entry, at, length) -> prepared.add(new Prepared(
                        content,
                        entry.offset(EntryField.PROGRAM),
                        entry.length(EntryField.PROGRAM),
                        entry.offset(EntryField.BODY),
                        entry.length(EntryField.BODY))));
        return prepared;
    }

    private static double parsedPercent(PackMatcher matcher, List<Prepared> lines) {
        Entry entry = new Entry();
        byte[] parsed = "parsed".getBytes(StandardCharsets.US_ASCII);
        int count = 0;
        for (Prepared line : lines) {
            line.fill(entry);
            matcher.apply(entry);
            count += entry.length(EntryField.PARSE) == parsed.length ? 1 : 0;
        }
        return 100.0 * count / lines.size();
    }

    private static double measure(@org.jspecify.annotations.Nullable PackMatcher matcher, List<Prepared> lines) {
        Entry entry = new Entry();
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0, at = 0; i < LINES_PER_ROUND; i++) {
            lines.get(at).fill(entry);
            if (matcher != null) {
                matcher.apply(entry);
            }
            at = at + 1 == lines.size() ? 0 : at + 1;
        }
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
    }
}
