package io.failsight.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.failsight.collector.decode.Decoder;
import io.failsight.collector.decode.otlp.OtlpLogsDecoder;
import io.failsight.collector.decode.otlp.OtlpTracesDecoder;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.receive.otlp.request.OtlpJson;
import io.failsight.collector.receive.otlp.request.OtlpSignal;
import io.failsight.collector.receive.otlp.request.RecordRemover;
import io.failsight.collector.receive.otlp.request.RequestScan;
import io.failsight.collector.receive.otlp.request.RequestScanner;
import io.failsight.fuzz.Fuzz;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Hostile export requests: what the door counts is what the decoder makes of it, and every entry can be indexed. */
final class OtlpFuzzTest {
    private static final int MAX_RECORD_BYTES = 1 << 20;
    private static final ByteString TRACE =
            ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
    private static final ByteString SPAN = TRACE.substring(0, 8);

    private final EntryOracle oracle = new EntryOracle();
    private final EntryFinisher finisher = new EntryFinisher(new Topology(), "collector-1", "here");

    private static KeyValue pair(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static AnyValue.Builder text(String text) {
        return AnyValue.newBuilder().setStringValue(text);
    }

    private static AnyValue.Builder map() {
        return AnyValue.newBuilder()
                .setKvlistValue(KeyValueList.newBuilder()
                        .addValues(pair(
                                "l",
                                AnyValue.newBuilder()
                                        .setArrayValue(ArrayValue.newBuilder()
                                                .addValues(text("x"))
                                                .addValues(AnyValue.newBuilder().setIntValue(-5))
                                                .addValues(AnyValue.newBuilder().setBytesValue(SPAN)))))
                        .addValues(pair("d", AnyValue.newBuilder().setDoubleValue(Double.NaN)))
                        .addValues(pair("b", AnyValue.newBuilder().setBoolValue(true))));
    }

    private static Resource resource() {
        return Resource.newBuilder()
                .addAttributes(pair("service.name", text("geo")))
                .addAttributes(pair("host.name", text("h1")))
                .addAttributes(pair("k8s.pod.name", text("geo-0")))
                .build();
    }

    private static ExportLogsServiceRequest logs() {
        LogRecord.Builder record = LogRecord.newBuilder()
                .setTimeUnixNano(1_795_168_800_000_000_000L)
                .setSeverityNumberValue(17)
                .setSeverityText("ERROR")
                .setBody(text("body"))
                .addAttributes(pair("camera", text("7")))
                .addAttributes(pair("exception.stacktrace", text("a\n\tat b")))
                .addAttributes(pair("m", map()))
                .setTraceId(TRACE)
                .setSpanId(SPAN);
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(resource())
                        .addScopeLogs(ScopeLogs.newBuilder()
                                .addLogRecords(record)
                                .addLogRecords(record.setBody(map()).setTimeUnixNano(-1))))
                .addResourceLogs(ResourceLogs.newBuilder()
                        .addScopeLogs(ScopeLogs.newBuilder().addLogRecords(LogRecord.newBuilder())))
                .build();
    }

    private static ExportTraceServiceRequest spans() {
        Span.Builder span = Span.newBuilder()
                .setTraceId(TRACE)
                .setSpanId(SPAN)
                .setParentSpanId(SPAN)
                .setName("GET /")
                .setKindValue(2)
                .setStartTimeUnixNano(1_795_168_800_000_000_000L)
                .setEndTimeUnixNano(1_795_168_800_005_000_000L)
                .addAttributes(pair("http.route", text("/")))
                .addEvents(Span.Event.newBuilder()
                        .setName("exception")
                        .addAttributes(pair("exception.type", text("E")))
                        .addAttributes(pair("m", map())))
                .addLinks(
                        Span.Link.newBuilder().setTraceId(TRACE).setSpanId(SPAN).addAttributes(pair("k", text("v"))));
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(resource())
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(span).addSpans(span)))
                .build();
    }

    private List<String> decode(Decoder decoder, OtlpSignal signal, byte[] payload, byte around) {
        byte[] bytes = new byte[payload.length + 64];
        Arrays.fill(bytes, around);
        System.arraycopy(payload, 0, bytes, 32, payload.length);
        BatchHeader header = new BatchHeader(
                signal.content(), Framing.WHOLE, "otlp", "otlp/geo", "192.0.2.7", 1_795_168_800_000_000_000L, 1, "");
        List<String> entries = new ArrayList<>();
        finisher.begin(header);
        decoder.decode(header, bytes, 32, payload.length, (entry, offset, length) -> {
            assertTrue(
                    offset >= 32 && length >= 0 && offset + length <= 32 + payload.length,
                    "a record lies in its request");
            finisher.beforePacks(entry);
            finisher.afterPacks(entry, 7, 8);
            entries.add(offset - 32 + "+" + length + " " + oracle.document(entry));
        });
        return entries;
    }

    private void holds(OtlpSignal signal, byte[] request, Decoder used, Supplier<Decoder> fresh) {
        RequestScan scan;
        List<String> entries = decode(used, signal, request, (byte) 0x0A);
        assertEquals(
                entries, decode(fresh.get(), signal, request, (byte) 0xFF), "whatever stands around, and came before");
        try {
            scan = new RequestScanner(signal, request, request.length, MAX_RECORD_BYTES).scan();
        } catch (RequestScanner.MalformedRequest e) {
            takesWhatProtobufWrites(signal, request);
            return; // never journaled; the decoder survived it all the same
        }
        byte[] kept = RecordRemover.without(request, request.length, scan.refusedOffsets());
        int left = scan.records() - scan.refusedOffsets().size();
        if (kept.length > 0) {
            assertEquals(left, decode(used, signal, kept, (byte) 0x0A).size(), "as many entries as the door counted");
            Message message = parses(signal, kept);
            if (message != null) {
                assertEquals(left, records(message), "as many as protobuf finds");
            }
        }
    }

    /** Protobuf reads some things that it would never write, such as numbers of eleven bytes; what it writes must be taken. */
    private static void takesWhatProtobufWrites(OtlpSignal signal, byte[] request) {
        Message message = parses(signal, request);
        byte[] written = message == null ? new byte[0] : message.toByteArray();
        try {
            new RequestScanner(signal, written, written.length, MAX_RECORD_BYTES).scan();
        } catch (RequestScanner.MalformedRequest e) {
            assertTrue(String.valueOf(e.getMessage()).contains("is a group"), "protobuf takes it: " + e);
        }
    }

    private static @org.jspecify.annotations.Nullable Message parses(OtlpSignal signal, byte[] request) {
        try {
            return switch (signal) {
                case LOGS -> ExportLogsServiceRequest.parseFrom(request);
                case TRACES -> ExportTraceServiceRequest.parseFrom(request);
            };
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }

    private static int records(Message message) {
        return switch (message) {
            case ExportLogsServiceRequest logs ->
                logs.getResourceLogsList().stream()
                        .flatMap(group -> group.getScopeLogsList().stream())
                        .mapToInt(ScopeLogs::getLogRecordsCount)
                        .sum();
            case ExportTraceServiceRequest spans ->
                spans.getResourceSpansList().stream()
                        .flatMap(group -> group.getScopeSpansList().stream())
                        .mapToInt(ScopeSpans::getSpansCount)
                        .sum();
            default -> throw new IllegalArgumentException("no request");
        };
    }

    @Test
    void protobufLogs() {
        Decoder used = new OtlpLogsDecoder();
        Fuzz.of("otlp-logs")
                .sample(logs().toByteArray())
                .sample(logs().getResourceLogs(1).toByteArray())
                .words("service.name", "\n\0", "\022\0", "\u001a\0", "2\002\n\0", "*\002*\0")
                .cases(15_000)
                .run(input -> holds(OtlpSignal.LOGS, input, used, OtlpLogsDecoder::new));
    }

    @Test
    void protobufSpans() {
        Decoder used = new OtlpTracesDecoder();
        Fuzz.of("otlp-spans")
                .sample(spans().toByteArray())
                .words("exception", "\n\0", "\022\0", "J\002\n\0", "Z\0", "j\0")
                .cases(15_000)
                .run(input -> holds(OtlpSignal.TRACES, input, used, OtlpTracesDecoder::new));
    }

    @Test
    void json() throws Exception {
        Decoder used = new OtlpLogsDecoder();
        String sample = JsonFormat.printer().omittingInsignificantWhitespace().print(logs());
        Fuzz.of("otlp-json")
                .samples(
                        sample.replace("AQIDBAUGBwgJCgsMDQ4PEA==", "0102030405060708090a0b0c0d0e0f10"),
                        "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"traceId\":\"0102030405060708090a0b0c0d0e0f10\",\"timeUnixNano\":\"1\"}]}]}]}")
                .words(
                        "traceId",
                        "null",
                        "\"1e400\"",
                        "1e400",
                        "-1",
                        "\\ud800",
                        "{",
                        "[",
                        "}",
                        "]",
                        "kvlistValue",
                        "//x",
                        "'")
                .cases(6_000)
                .run(input -> {
                    byte[] request;
                    try {
                        request = OtlpJson.toProtobuf(OtlpSignal.LOGS, input, input.length);
                    } catch (OtlpJson.MalformedJson e) {
                        assertTrue(String.valueOf(e.getMessage()).length() < 2_000, "an error is short");
                        return;
                    }
                    holds(OtlpSignal.LOGS, request, used, OtlpLogsDecoder::new);
                });
    }
}
