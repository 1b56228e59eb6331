package io.failsight.collector.receive.otlp.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.receive.otlp.request.RequestScanner.MalformedRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestScannerTest {
    private static LogRecord nested(int depth) {
        AnyValue value = AnyValue.newBuilder().setStringValue("deep").build();
        for (int i = 0; i < depth; i++) {
            value = AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder().addValues(value))
                    .build();
        }
        return LogRecord.newBuilder().setBody(value).build();
    }

    private static ExportLogsServiceRequest request(LogRecord... records) {
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .addScopeLogs(ScopeLogs.newBuilder().addAllLogRecords(Arrays.asList(records))))
                .build();
    }

    private static RequestScan scan(byte[] bytes) throws MalformedRequest {
        return new RequestScanner(OtlpSignal.LOGS, bytes, bytes.length, 1 << 20).scan();
    }

    @Test
    void refusesEveryCutOfARequestThatIsNotEmpty() {
        byte[] bytes = request(nested(2), nested(0)).toByteArray();
        for (int length = 1; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(MalformedRequest.class, () -> scan(cut), "cut at " + length);
        }
    }

    @Test
    void refusesRecordsThatAreNestedTooDeepAndTakesTheRest() throws Exception {
        byte[] bytes = request(nested(1), nested(100), nested(3)).toByteArray();
        RequestScan scan = scan(bytes);
        assertEquals(3, scan.records());
        assertEquals(1, scan.refusedOffsets().size());
        assertTrue(scan.refusalReason().contains("nested deeper"), scan.refusalReason());
        byte[] rest = RecordRemover.without(bytes, bytes.length, scan.refusedOffsets());
        assertEquals(request(nested(1), nested(3)), ExportLogsServiceRequest.parseFrom(rest));
    }

    @Test
    void saysThatTextIsNoRequest() {
        MalformedRequest failure = assertThrows(
                MalformedRequest.class, () -> scan("hello, world".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertTrue(String.valueOf(failure.getMessage()).contains("at byte"));
    }

    @Test
    void findsAnythingOrSaysThatItIsMalformed() {
        long seed = 4_711L;
        Random random = new Random(seed);
        byte[] bytes = request(nested(4), nested(1)).toByteArray();
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            try {
                assertTrue(scan(damaged).records() >= 0);
            } catch (MalformedRequest e) {
                assertTrue(String.valueOf(e.getMessage()).contains("at byte"), "seed " + seed + " round " + round);
            }
        }
    }
}
