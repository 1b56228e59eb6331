package io.failsight.collector.receive.otlp;

import static io.failsight.collector.receive.otlp.OtlpSamples.log;
import static io.failsight.collector.receive.otlp.OtlpSamples.logs;
import static io.failsight.collector.receive.otlp.OtlpSamples.span;
import static io.failsight.collector.receive.otlp.OtlpSamples.spans;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.RetryInfo;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Outcome;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OtlpTestProfile.class)
class OtlpGrpcTest {
    private final ScriptedConsumer consumer = ScriptedConsumer.SHARED;
    private @Nullable ManagedChannel channel;

    @BeforeEach
    void connect() {
        consumer.reset();
        int port = ConfigProvider.getConfig().getValue("quarkus.grpc.server.test-port", Integer.class);
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        ManagedChannel open = channel();
        open.shutdownNow();
        assertTrue(open.awaitTermination(10, TimeUnit.SECONDS));
    }

    private ManagedChannel channel() {
        return Objects.requireNonNull(channel, "connected before each test");
    }

    private LogsServiceGrpc.LogsServiceBlockingStub logsStub() {
        return LogsServiceGrpc.newBlockingStub(channel()).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    private ScriptedConsumer.Taken only() {
        assertEquals(1, consumer.taken.size());
        ScriptedConsumer.Taken taken = consumer.taken.poll();
        assertNotNull(taken);
        return taken;
    }

    @Test
    void takesLogs() throws Exception {
        ExportLogsServiceRequest request = logs(log("one"), log("two"));
        assertFalse(logsStub().export(request).hasPartialSuccess());
        ScriptedConsumer.Taken taken = only();
        assertEquals(request, ExportLogsServiceRequest.parseFrom(taken.payload()));
        assertEquals(2, taken.header().recordCount());
        assertEquals("otlp/127.0.0.1/geo/geo-1", taken.header().source());
    }

    @Test
    void takesGzippedLogsAndSpans() throws Exception {
        ExportLogsServiceRequest request = logs(log("one"), log("two"));
        logsStub().withCompression("gzip").export(request);
        assertEquals(request, ExportLogsServiceRequest.parseFrom(only().payload()));
        TraceServiceGrpc.newBlockingStub(channel())
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .withCompression("gzip")
                .export(spans(span("a")));
        assertEquals(Content.OTLP_TRACES, only().header().content());
    }

    @Test
    void rejectsSingleRecordsAndTakesTheRest() {
        LogRecord huge = LogRecord.newBuilder()
                .setBody(AnyValue.newBuilder().setStringValue("x".repeat(2 << 20)))
                .build();
        var partial = logsStub().export(logs(huge, log("two"))).getPartialSuccess();
        assertEquals(1, partial.getRejectedLogRecords());
        assertTrue(partial.getErrorMessage().contains("log record 1"), partial.getErrorMessage());
        assertEquals(1, only().header().recordCount());
    }

    @Test
    void tellsTheSenderToComeAgainWithRetryInfo() throws Exception {
        consumer.outcome = new Outcome.RetryLater(ErrorKind.STORAGE_FULL, "journal full", Duration.ofMillis(2_100));
        StatusRuntimeException failure =
                assertThrows(StatusRuntimeException.class, () -> logsStub().export(logs(log("one"))));
        assertEquals(Status.Code.UNAVAILABLE, failure.getStatus().getCode());
        var status = StatusProto.fromThrowable(failure);
        assertNotNull(status);
        assertEquals(
                2, status.getDetails(0).unpack(RetryInfo.class).getRetryDelay().getSeconds());
    }

    @Test
    void passesARefusalOn() {
        consumer.outcome = new Outcome.Refused(ErrorKind.BAD_INPUT, "never");
        StatusRuntimeException failure =
                assertThrows(StatusRuntimeException.class, () -> logsStub().export(logs(log("one"))));
        assertEquals(Status.Code.INVALID_ARGUMENT, failure.getStatus().getCode());
        assertEquals("never", failure.getStatus().getDescription());
    }

    @Test
    void refusesRequestsOverTheLimit() {
        LogRecord[] records = new LogRecord[20];
        java.util.Arrays.fill(records, log("x".repeat(1_000_000)));
        StatusRuntimeException failure =
                assertThrows(StatusRuntimeException.class, () -> logsStub().export(logs(records)));
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, failure.getStatus().getCode());
        assertTrue(consumer.taken.isEmpty());
    }

    @Test
    void saysThatMetricsAreNotTaken() {
        StatusRuntimeException failure = assertThrows(
                StatusRuntimeException.class,
                () -> MetricsServiceGrpc.newBlockingStub(channel())
                        .withDeadlineAfter(30, TimeUnit.SECONDS)
                        .export(ExportMetricsServiceRequest.getDefaultInstance()));
        assertEquals(Status.Code.UNIMPLEMENTED, failure.getStatus().getCode());
        assertEquals(OtlpMessages.NO_METRICS, failure.getStatus().getDescription());
    }
}
