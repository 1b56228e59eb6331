package io.failsight.collector.receive.otlp;

import static io.failsight.collector.receive.otlp.OtlpSamples.log;
import static io.failsight.collector.receive.otlp.OtlpSamples.logs;
import static io.failsight.collector.receive.otlp.OtlpSamples.span;
import static io.failsight.collector.receive.otlp.OtlpSamples.spans;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.intake.Outcome;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OtlpTestProfile.class)
class OtlpHttpTest {
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScriptedConsumer consumer = ScriptedConsumer.SHARED;

    @Inject
    IntakeCounts counts;

    @BeforeEach
    void reset() {
        consumer.reset();
    }

    private HttpResponse<byte[]> post(String path, String contentType, byte[] body, String... headers)
            throws IOException, InterruptedException {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        if (port == 0) {
            port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private ScriptedConsumer.Taken only() {
        assertEquals(1, consumer.taken.size());
        ScriptedConsumer.Taken taken = consumer.taken.poll();
        assertNotNull(taken);
        return taken;
    }

    @Test
    void takesProtobufLogsAsTheyCame() throws Exception {
        byte[] request = logs(log("one"), log("two")).toByteArray();
        HttpResponse<byte[]> response = post("/v1/logs", PROTOBUF, request);
        assertEquals(200, response.statusCode());
        assertEquals(PROTOBUF, response.headers().firstValue("Content-Type").orElse(""));
        assertEquals(0, response.body().length);
        ScriptedConsumer.Taken taken = only();
        assertArrayEquals(request, taken.payload());
        BatchHeader header = taken.header();
        assertEquals(Content.OTLP_LOGS, header.content());
        assertEquals(Framing.WHOLE, header.framing());
        assertEquals(2, header.recordCount());
        assertEquals("otlp", header.receiver());
        assertEquals("otlp/127.0.0.1/geo/geo-1", header.source());
        assertEquals("127.0.0.1", header.peer());
        assertTrue(header.receivedNanos() > 1_700_000_000_000_000_000L);
    }

    @Test
    void takesGzippedSpans() throws Exception {
        byte[] request = spans(span("a"), span("b"), span("c")).toByteArray();
        HttpResponse<byte[]> response = post("/v1/traces", PROTOBUF, gzip(request), "Content-Encoding", "gzip");
        assertEquals(200, response.statusCode());
        ScriptedConsumer.Taken taken = only();
        assertArrayEquals(request, taken.payload());
        assertEquals(Content.OTLP_TRACES, taken.header().content());
        assertEquals(3, taken.header().recordCount());
    }

    @Test
    void convertsJsonToProtobufWithHexIds() throws Exception {
        String json = """
                {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"my.service"}}]},
                "newInSomeLaterVersion":{"a":[1,2]},
                "scopeLogs":[{"scope":{"name":"my.library","version":"1.0.0"},
                "logRecords":[{"timeUnixNano":"1544712660300000000","observedTimeUnixNano":1544712660300000000,
                "severityNumber":10,"severityText":"Information","traceId":"5B8EFFF798038103D269B633813FC60C",
                "spanId":"eee19b7ec3c1b174","body":{"stringValue":"Example log record"},
                "attributes":[{"key":"int","value":{"intValue":"637704"}},{"key":"intAsNumber","value":{"intValue":10}},
                {"key":"list","value":{"arrayValue":{"values":[{"stringValue":"many"},{"boolValue":true},{"doubleValue":1.5}]}}},
                {"key":"map","value":{"kvlistValue":{"values":[{"key":"k","value":{"bytesValue":"AQID"}}]}}}]}]}]}]}
                """;
        HttpResponse<byte[]> response =
                post("/v1/logs", JSON + "; charset=utf-8", json.getBytes(StandardCharsets.UTF_8));
        assertEquals("{}", new String(response.body(), StandardCharsets.UTF_8));
        assertEquals(200, response.statusCode());
        assertEquals(JSON, response.headers().firstValue("Content-Type").orElse(""));
        ScriptedConsumer.Taken taken = only();
        assertEquals("otlp/127.0.0.1/my.service", taken.header().source());
        LogRecord log = ExportLogsServiceRequest.parseFrom(taken.payload())
                .getResourceLogs(0)
                .getScopeLogs(0)
                .getLogRecords(0);
        assertEquals(1_544_712_660_300_000_000L, log.getTimeUnixNano());
        assertEquals(1_544_712_660_300_000_000L, log.getObservedTimeUnixNano());
        assertEquals(10, log.getSeverityNumberValue());
        assertEquals((byte) 0x5B, log.getTraceId().byteAt(0));
        assertEquals(16, log.getTraceId().size());
        assertEquals((byte) 0xEE, log.getSpanId().byteAt(0));
        assertEquals(637_704, log.getAttributes(0).getValue().getIntValue());
        assertEquals(10, log.getAttributes(1).getValue().getIntValue());
        assertEquals(3, log.getAttributes(2).getValue().getArrayValue().getValuesCount());
        assertEquals(
                ByteString.copyFrom(new byte[] {1, 2, 3}),
                log.getAttributes(3)
                        .getValue()
                        .getKvlistValue()
                        .getValues(0)
                        .getValue()
                        .getBytesValue());
    }

    @Test
    void convertsJsonSpansWithParentAndLinkIds() throws Exception {
        String json = """
                {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174",
                "parentSpanId":"EEE19B7EC3C1B173","name":"I'm a server span","startTimeUnixNano":"1544712660000000000",
                "endTimeUnixNano":"1544712661000000000","kind":2,"links":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b170"}],
                "status":{"code":2}}]}]}]}
                """;
        HttpResponse<byte[]> response = post("/v1/traces", JSON, json.getBytes(StandardCharsets.UTF_8));
        assertEquals(200, response.statusCode());
        var span = ExportTraceServiceRequest.parseFrom(only().payload())
                .getResourceSpans(0)
                .getScopeSpans(0)
                .getSpans(0);
        assertEquals((byte) 0x73, span.getParentSpanId().byteAt(7));
        assertEquals((byte) 0x70, span.getLinks(0).getSpanId().byteAt(7));
        assertEquals(2, span.getKindValue());
    }

    @Test
    void refusesOtherContentTypes() throws Exception {
        assertEquals(415, post("/v1/logs", "text/plain", new byte[] {1}).statusCode());
        assertEquals(415, post("/v1/logs", "", new byte[] {1}).statusCode());
    }

    @Test
    void saysWhereMalformedProtobufIsBroken() throws Exception {
        byte[] request = logs(log("one")).toByteArray();
        byte[] cut = java.util.Arrays.copyOf(request, request.length - 3);
        HttpResponse<byte[]> response = post("/v1/logs", PROTOBUF, cut);
        assertEquals(400, response.statusCode());
        Status status = Status.parseFrom(response.body());
        assertEquals(3, status.getCode());
        assertTrue(status.getMessage().contains("at byte"), status.getMessage());
        assertTrue(consumer.taken.isEmpty());
    }

    @Test
    void saysWhatIsWrongWithMalformedJson() throws Exception {
        long before = counts.door("otlp").refused(ErrorKind.BAD_INPUT);
        HttpResponse<byte[]> response =
                post("/v1/logs", JSON, "{\"resourceLogs\":[{]}".getBytes(StandardCharsets.UTF_8));
        assertEquals(400, response.statusCode());
        String body = new String(response.body(), StandardCharsets.UTF_8);
        assertTrue(body.contains("not valid OTLP/JSON"), body);
        assertEquals(JSON, response.headers().firstValue("Content-Type").orElse(""));
        assertEquals(
                400,
                post("/v1/logs", JSON, "[]".getBytes(StandardCharsets.UTF_8)).statusCode());
        assertEquals(before + 2, counts.door("otlp").refused(ErrorKind.BAD_INPUT));
    }

    @Test
    void refusesIdsThatAreNotHex() throws Exception {
        String json = "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"traceId\":\"zz\"}]}]}]}";
        HttpResponse<byte[]> response = post("/v1/logs", JSON, json.getBytes(StandardCharsets.UTF_8));
        assertEquals(400, response.statusCode());
        String body = new String(response.body(), StandardCharsets.UTF_8);
        assertTrue(body.contains("logRecords[0].traceId"), body);
    }

    @Test
    void refusesRequestsOverTheLimit() throws Exception {
        byte[] large = new byte[(16 << 20) + 1];
        HttpResponse<byte[]> response = post("/v1/logs", PROTOBUF, large);
        assertEquals(413, response.statusCode());
        assertEquals(8, Status.parseFrom(response.body()).getCode());
        assertEquals(
                413,
                post("/v1/logs", PROTOBUF, gzip(large), "Content-Encoding", "gzip")
                        .statusCode());
    }

    /** What converts it would take fifteen times as much heap. */
    @Test
    void refusesJsonOverItsOwnLimit() throws Exception {
        String fits = "{\"resourceLogs\":[],\"x\":\"" + "y".repeat((4 << 20) - 26) + "\"}";
        assertEquals(4 << 20, fits.length());
        assertEquals(
                200,
                post("/v1/logs", JSON, fits.getBytes(StandardCharsets.US_ASCII)).statusCode());

        HttpResponse<byte[]> refused = post("/v1/logs", JSON, (fits + " ").getBytes(StandardCharsets.US_ASCII));
        assertEquals(413, refused.statusCode());
        String body = new String(refused.body(), StandardCharsets.UTF_8);
        assertTrue(body.contains("larger than 4194304 bytes of JSON"), body);
    }

    @Test
    void rejectsSingleRecordsAndTakesTheRest() throws Exception {
        LogRecord huge = LogRecord.newBuilder()
                .setBody(AnyValue.newBuilder().setStringValue("x".repeat(2 << 20)))
                .build();
        LogRecord badId =
                log("bad").toBuilder().setTraceId(OtlpSamples.bytes(5)).build();
        HttpResponse<byte[]> response = post(
                "/v1/logs", PROTOBUF, logs(log("one"), huge, badId, log("four")).toByteArray());
        assertEquals(200, response.statusCode());
        var partial = ExportLogsServiceResponse.parseFrom(response.body()).getPartialSuccess();
        assertEquals(2, partial.getRejectedLogRecords());
        assertTrue(partial.getErrorMessage().contains("log record 2"), partial.getErrorMessage());
        ScriptedConsumer.Taken taken = only();
        assertEquals(2, taken.header().recordCount());
        assertEquals(logs(log("one"), log("four")), ExportLogsServiceRequest.parseFrom(taken.payload()));
    }

    @Test
    void rejectsSpansWithoutIds() throws Exception {
        HttpResponse<byte[]> response = post(
                "/v1/traces",
                PROTOBUF,
                spans(span("a").toBuilder().clearTraceId().build(), span("b")).toByteArray());
        var partial = ExportTraceServiceResponse.parseFrom(response.body()).getPartialSuccess();
        assertEquals(1, partial.getRejectedSpans());
        assertEquals(1, only().header().recordCount());
    }

    @Test
    void answersSuccessToEmptyRequestsAndJournalsNothing() throws Exception {
        assertEquals(200, post("/v1/logs", PROTOBUF, new byte[0]).statusCode());
        assertEquals(200, post("/v1/logs", PROTOBUF, logs().toByteArray()).statusCode());
        assertTrue(consumer.taken.isEmpty());
    }

    @Test
    void tellsTheSenderToComeAgain() throws Exception {
        consumer.outcome = new Outcome.RetryLater(ErrorKind.STORAGE_FULL, "journal full", Duration.ofMillis(2_100));
        long before = counts.door("otlp").refused(ErrorKind.STORAGE_FULL);
        HttpResponse<byte[]> response =
                post("/v1/logs", PROTOBUF, logs(log("one")).toByteArray());
        assertEquals(503, response.statusCode());
        assertEquals(before + 1, counts.door("otlp").refused(ErrorKind.STORAGE_FULL));
        assertEquals("3", response.headers().firstValue("Retry-After").orElse(""));
        assertEquals("journal full", Status.parseFrom(response.body()).getMessage());
    }

    @Test
    void passesARefusalOn() throws Exception {
        consumer.outcome = new Outcome.Refused(ErrorKind.BAD_INPUT, "never");
        HttpResponse<byte[]> response =
                post("/v1/logs", PROTOBUF, logs(log("one")).toByteArray());
        assertEquals(400, response.statusCode());
        assertNull(consumer.taken.poll());
    }

    @Test
    void saysThatMetricsAreNotTaken() throws Exception {
        HttpResponse<byte[]> response = post("/v1/metrics", PROTOBUF, new byte[] {1, 2, 3});
        assertEquals(501, response.statusCode());
        assertEquals(12, Status.parseFrom(response.body()).getCode());
    }
}
