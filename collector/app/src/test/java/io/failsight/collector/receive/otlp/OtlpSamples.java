package io.failsight.collector.receive.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

/** Requests that the tests send. */
final class OtlpSamples {
    static final ByteString TRACE_ID = bytes(16);
    static final ByteString SPAN_ID = bytes(8);

    private OtlpSamples() {}

    static ByteString bytes(int count) {
        byte[] id = new byte[count];
        for (int i = 0; i < count; i++) {
            id[i] = (byte) (0xA0 + i);
        }
        return ByteString.copyFrom(id);
    }

    static KeyValue pair(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    static LogRecord log(String body) {
        return LogRecord.newBuilder()
                .setTimeUnixNano(1_700_000_000_000_000_000L)
                .setSeverityNumberValue(9)
                .setBody(AnyValue.newBuilder().setStringValue(body))
                .addAttributes(pair("camera", "7"))
                .setTraceId(TRACE_ID)
                .setSpanId(SPAN_ID)
                .build();
    }

    static Resource resource() {
        return Resource.newBuilder()
                .addAttributes(pair("service.name", "geo"))
                .addAttributes(pair("service.instance.id", "geo-1"))
                .build();
    }

    static ExportLogsServiceRequest logs(LogRecord... records) {
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(resource())
                        .addScopeLogs(ScopeLogs.newBuilder().addAllLogRecords(java.util.List.of(records))))
                .build();
    }

    static Span span(String name) {
        return Span.newBuilder()
                .setTraceId(TRACE_ID)
                .setSpanId(SPAN_ID)
                .setName(name)
                .setStartTimeUnixNano(1_700_000_000_000_000_000L)
                .setEndTimeUnixNano(1_700_000_000_005_000_000L)
                .build();
    }

    static ExportTraceServiceRequest spans(Span... spans) {
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(resource())
                        .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(java.util.List.of(spans))))
                .build();
    }
}
