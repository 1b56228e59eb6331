package io.failsight.it.bench;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;

/** Log records as an instrumented application exports them, 512 a request with five attributes and trace ids; the same for the same count. */
final class OtlpCorpus {
    static final int RECORDS_PER_REQUEST = 512;

    private static final Instant START = Instant.parse("2026-11-20T08:00:00Z");
    private static final String[] SERVICES = {"media-storage", "alarm-processing", "event-processing", "geo-service"};

    private OtlpCorpus() {}

    /** Writes requests, each behind its length as a 32-bit number, unless the file is there already. */
    static Path write(Path folder, int records) throws IOException {
        Path file = folder.resolve("otlp-" + records + ".bin");
        if (Files.exists(file)) {
            return file;
        }
        Files.createDirectories(folder);
        Path draft = folder.resolve("otlp-" + records + ".draft");
        Random random = new Random(4318);
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(draft), 1 << 20))) {
            for (int at = 0; at < records; at += RECORDS_PER_REQUEST) {
                byte[] request = request(random, at, Math.min(RECORDS_PER_REQUEST, records - at))
                        .toByteArray();
                out.writeInt(request.length);
                out.write(request);
            }
        }
        return Files.move(draft, file);
    }

    private static ExportLogsServiceRequest request(Random random, int from, int count) {
        String service = SERVICES[random.nextInt(SERVICES.length)];
        ScopeLogs.Builder scope = ScopeLogs.newBuilder();
        scope.getScopeBuilder().setName("io.backbone." + service);
        for (int i = 0; i < count; i++) {
            scope.addLogRecords(logRecord(random, from + i));
        }
        Resource.Builder resource = Resource.newBuilder()
                .addAttributes(text("service.name", service))
                .addAttributes(text("service.version", "4.2." + random.nextInt(5)))
                .addAttributes(text("service.instance.id", service + "-" + random.nextInt(4)))
                .addAttributes(text("host.name", "node-" + (1 + random.nextInt(12))))
                .addAttributes(text("k8s.namespace.name", "backbone"));
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder().setResource(resource).addScopeLogs(scope))
                .build();
    }

    private static LogRecord logRecord(Random random, int number) {
        byte[] traceId = new byte[16];
        byte[] spanId = new byte[8];
        random.nextBytes(traceId);
        random.nextBytes(spanId);
        long nanos = START.getEpochSecond() * 1_000_000_000L + number * 37_000L;
        return LogRecord.newBuilder()
                .setTimeUnixNano(nanos)
                .setObservedTimeUnixNano(nanos + 1_000_000)
                .setSeverityNumber(
                        random.nextInt(20) == 0
                                ? SeverityNumber.SEVERITY_NUMBER_WARN
                                : SeverityNumber.SEVERITY_NUMBER_INFO)
                .setSeverityText("INFO")
                .setBody(AnyValue.newBuilder()
                        .setStringValue("frame of camera " + (1 + random.nextInt(4_000)) + " stored in "
                                + random.nextInt(5_000) + " us on volume " + random.nextInt(16) + ", n=" + number))
                .addAttributes(text("thread.name", "worker-" + random.nextInt(16)))
                .addAttributes(text("camera.id", "cam-" + random.nextInt(4_000)))
                .addAttributes(text("session.id", Long.toHexString(random.nextLong())))
                .addAttributes(text("code.function.name", "io.backbone.Store.put"))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("bytes")
                        .setValue(AnyValue.newBuilder().setIntValue(random.nextInt(1 << 20))))
                .setTraceId(ByteString.copyFrom(traceId))
                .setSpanId(ByteString.copyFrom(spanId))
                .build();
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
