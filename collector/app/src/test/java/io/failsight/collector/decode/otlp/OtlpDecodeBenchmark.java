package io.failsight.collector.decode.otlp;

import com.google.protobuf.ByteString;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.model.Bytes;
import io.failsight.model.EntryField;
import io.failsight.model.EntryWriter;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.lang.management.ManagementFactory;

/** CPU seconds to decode a million log records with five attributes each; run its main, nothing asserts on the figures. */
final class OtlpDecodeBenchmark {
    private static final int BATCH = 512;
    private static final int BATCHES = 1_954; // a million records

    private OtlpDecodeBenchmark() {}

    public static void main(String[] arguments) {
        byte[] request = request();
        BatchHeader header = new BatchHeader(Content.OTLP_LOGS, Framing.WHOLE, "otlp", "otlp/bench", "", 1L, BATCH, "");
        OtlpLogsDecoder decoder = new OtlpLogsDecoder();
        EntryWriter writer = new EntryWriter();
        Bytes out = new Bytes(1 << 20);
        for (int round = 0; round < 8; round++) {
            long[] sum = new long[1];
            long start = cpuNanos();
            for (int i = 0; i < BATCHES; i++) {
                decoder.decode(
                        header,
                        request,
                        0,
                        request.length,
                        (entry, at, length) -> sum[0] += entry.length(EntryField.BODY));
            }
            long decoded = cpuNanos();
            for (int i = 0; i < BATCHES; i++) {
                out.clear();
                decoder.decode(header, request, 0, request.length, (entry, at, length) -> writer.write(entry, out));
            }
            long written = cpuNanos();
            System.out.printf(
                    "a million records of %d bytes: decode %.3f CPU-s, decode and write as JSON %.3f CPU-s (%d)%n",
                    request.length / BATCH, (decoded - start) / 1e9, (written - decoded) / 1e9, sum[0]);
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static byte[] request() {
        ScopeLogs.Builder scope = ScopeLogs.newBuilder()
                .setScope(InstrumentationScope.newBuilder().setName("com.example.alarm.AlarmService"));
        for (int i = 0; i < BATCH; i++) {
            scope.addLogRecords(LogRecord.newBuilder()
                    .setTimeUnixNano(1_700_000_000_000_000_000L + i * 1_000L)
                    .setObservedTimeUnixNano(1_700_000_000_000_000_000L + i * 1_000L)
                    .setSeverityNumberValue(9)
                    .setSeverityText("INFO")
                    .setBody(AnyValue.newBuilder()
                            .setStringValue("alarm " + i + " of camera 192.0.2.7 acknowledged by operator in 35 ms"))
                    .addAttributes(pair("thread.name", "worker-" + i % 8))
                    .addAttributes(pair("alarm.id", "A-" + i))
                    .addAttributes(pair("camera.id", "cam-" + i % 100))
                    .addAttributes(pair("site.id", "north"))
                    .addAttributes(KeyValue.newBuilder()
                            .setKey("took_ms")
                            .setValue(AnyValue.newBuilder().setIntValue(i)))
                    .setTraceId(ByteString.fromHex("5b8efff798038103d269b633813fc60c"))
                    .setSpanId(ByteString.fromHex("eee19b7ec3c1b174")));
        }
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(pair("service.name", "alarm-processing"))
                                .addAttributes(pair("service.instance.id", "alarm-0"))
                                .addAttributes(pair("host.name", "node-a")))
                        .addScopeLogs(scope))
                .build()
                .toByteArray();
    }

    private static KeyValue pair(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
