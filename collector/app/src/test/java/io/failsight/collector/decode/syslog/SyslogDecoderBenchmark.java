package io.failsight.collector.decode.syslog;

import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.model.EntryField;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;

/** Prints CPU seconds per million lines of 242 bytes for the decoder; a main, run by hand. */
public final class SyslogDecoderBenchmark {
    private static final int LINE_BYTES = 242;
    private static final int LINES = 2_000;
    private static final int ROUNDS = 500;

    private SyslogDecoderBenchmark() {}

    /** Runs each kind of line eight times; the last runs are warm. */
    public static void main(String[] arguments) {
        for (int run = 0; run < 8; run++) {
            measure(
                    "RFC 5424",
                    "<134>1 2026-11-20T10:00:%02d.%06dZ site-a-node1 media-storage 4711 REC42 - recording segment %d ");
            measure(
                    "RFC 5424 with data",
                    "<134>1 2026-11-20T10:00:%02d.%06dZ site-a-node1 media-storage 4711 REC42 [ctx@32473 cam=\"17\" seq=\"9\"] segment %d ");
            measure("RFC 3164", "<134>Nov 20 10:00:%02d site-a-node1 media-storage[4711]: recording %d segment %d ");
        }
    }

    private static void measure(String kind, String format) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            String line = format.formatted(i % 60, i, i);
            text.append(line).append("x".repeat(LINE_BYTES - 1 - line.length())).append('\n');
        }
        byte[] payload = text.toString().getBytes(StandardCharsets.US_ASCII);
        BatchHeader header = new BatchHeader(
                Content.SYSLOG, Framing.LINES, "syslog", "syslog/b", "", 1_795_168_800_000_000_000L, LINES, "");
        SyslogDecoder decoder = new SyslogDecoder(ZoneOffset.UTC);
        long[] sum = new long[1];
        long before = cpuNanos();
        for (int round = 0; round < ROUNDS; round++) {
            decoder.decode(
                    header,
                    payload,
                    0,
                    payload.length,
                    (entry, offset, length) -> sum[0] += entry.number(EntryField.TIME) + entry.length(EntryField.BODY));
        }
        double seconds = (cpuNanos() - before) / 1e9 / (LINES * (double) ROUNDS) * 1e6;
        System.out.printf("%-20s %.3f CPU-s per million lines (checksum %d)%n", kind, seconds, sum[0]);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
