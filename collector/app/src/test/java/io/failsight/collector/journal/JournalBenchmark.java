package io.failsight.collector.journal;

import com.sun.management.OperatingSystemMXBean;
import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.Outcome;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Append and read of a million lines of 242 bytes, by size of batch and number of senders; then the opening of a large journal. Run its main
 * with the test class path and, if wanted, the MiB of the journal to open.
 */
final class JournalBenchmark {
    private static final int LINE_BYTES = 242;
    private static final int LINES = 1_000_000;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private JournalBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("batch KiB  senders  lines/s     CPU s/million  forces  (append and read together)");
        for (int warm = 0; warm < 2; warm++) {
            run(64 << 10, 4);
            run(64 << 10, 1);
            run(256 << 10, 1);
            run(2 << 10, 64);
            run(2 << 10, 512);
        }
        appendThenRead();
        if (arguments.length > 0) {
            open(Long.parseLong(arguments[0]));
        }
    }

    private static byte[] lines(int bytes) {
        byte[] lines = new byte[Math.max(1, bytes / LINE_BYTES) * LINE_BYTES];
        Random random = new Random(1);
        for (int i = 0; i < lines.length; i++) {
            lines[i] = (byte) (i % LINE_BYTES == LINE_BYTES - 1 ? '\n' : 'a' + random.nextInt(16));
        }
        return lines;
    }

    private static Batch batch(String source, byte[] lines) {
        BatchHeader header = new BatchHeader(
                Content.SYSLOG, Framing.LINES, "syslog", source, "192.0.2.1", 1L, lines.length / LINE_BYTES, "");
        return new Batch(header, lines, 0, lines.length);
    }

    private static void run(int batchBytes, int senders) throws Exception {
        Path folder = Files.createTempDirectory("journal-benchmark");
        try (Journal journal = Journal.open(folder, JournalConfig.defaults(), InstantSource.system());
                JournalReader reader = journal.reader("index")) {
            byte[] lines = lines(batchBytes);
            int each = LINES / (lines.length / LINE_BYTES) / senders;
            long expected = (long) each * senders * (lines.length / LINE_BYTES);
            long cpu = SYSTEM.getProcessCpuTime();
            long start = System.nanoTime();
            List<Thread> threads = new ArrayList<>();
            for (int s = 0; s < senders; s++) {
                String source = "syslog/192.0.2." + s;
                threads.add(Thread.startVirtualThread(() -> send(journal, batch(source, lines), each)));
            }
            long read = 0;
            while (read < expected) {
                JournaledBatch batch = reader.next(Duration.ofSeconds(10));
                if (batch == null) {
                    throw new IllegalStateException("nothing came; read " + read + " of " + expected);
                }
                read += batch.header().recordCount();
                reader.commit(batch.nextOffset());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpuSeconds = (SYSTEM.getProcessCpuTime() - cpu) / 1e9 * 1_000_000 / expected;
            System.out.printf(
                    "%-10d %-8d %-11.0f %-14.2f %d%n",
                    batchBytes >> 10,
                    senders,
                    expected / seconds,
                    cpuSeconds,
                    journal.stats().forces());
            for (Thread thread : threads) {
                thread.join();
            }
        } finally {
            delete(folder);
        }
    }

    private static void send(Journal journal, Batch batch, int count) {
        for (int i = 0; i < count; i++) {
            if (!(journal.accept(batch, Duration.ofSeconds(10)) instanceof Outcome.Accepted)) {
                throw new IllegalStateException("refused");
            }
        }
    }

    private static void appendThenRead() throws Exception {
        Path folder = Files.createTempDirectory("journal-benchmark");
        try (Journal journal = Journal.open(folder, JournalConfig.defaults(), InstantSource.system())) {
            byte[] lines = lines(64 << 10);
            for (int s = 0; s < 16; s++) {
                Batch batch = batch("s" + s, lines);
                List<Thread> threads = new ArrayList<>();
                for (int t = 0; t < 16; t++) {
                    threads.add(Thread.startVirtualThread(() -> send(journal, batch, 16)));
                }
                for (Thread thread : threads) {
                    thread.join();
                }
            }
            for (int i = 0; i < 3; i++) {
                try (JournalReader reader = journal.reader("reader-" + i)) {
                    long cpu = SYSTEM.getProcessCpuTime();
                    long start = System.nanoTime();
                    long read = 0;
                    for (JournaledBatch b = reader.next(Duration.ZERO); b != null; b = reader.next(Duration.ZERO)) {
                        read += b.header().recordCount();
                    }
                    System.out.printf(
                            "reading alone: %d lines, %.1f million/s, %.2f CPU s/million%n",
                            read,
                            read / ((System.nanoTime() - start) / 1e3),
                            (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / read);
                }
            }
        } finally {
            delete(folder);
        }
    }

    private static void open(long mebibytes) throws Exception {
        Path folder = Files.createTempDirectory("journal-benchmark");
        try {
            JournalConfig config = JournalConfig.defaults()
                    .withSizes((mebibytes << 20) + (256L << 20), 64 << 20)
                    .withShares(1, 0, source -> false);
            Journal journal = Journal.open(folder, config, InstantSource.system());
            byte[] megabyte = lines(1 << 20);
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Batch batch = batch("source-" + t, megabyte);
                threads.add(Thread.startVirtualThread(() -> send(journal, batch, (int) mebibytes / 4)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            journal.crash();
            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();
                Journal again = Journal.open(folder, config, InstantSource.system());
                System.out.printf(
                        "opening %d MiB in %d segments (%d read whole): %.0f ms%n",
                        again.diskBytes() >> 20,
                        again.segmentCount(),
                        again.recovery().scannedSegments(),
                        (System.nanoTime() - start) / 1e6);
                again.close();
            }
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
