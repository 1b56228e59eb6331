package io.failsight.collector.decode.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.failsight.model.EntryField;
import io.failsight.model.StorageClass;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtlpTracesDecoderTest {
    private static final long START = 1_700_000_000_000_000_000L;

    private static KeyValue pair(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static DecodedEntry one(Span.Builder span) {
        ExportTraceServiceRequest request = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(pair("service.name", "alarm")))
                        .addScopeSpans(ScopeSpans.newBuilder()
                                .setScope(InstrumentationScope.newBuilder().setName("http"))
                                .addSpans(span)))
                .build();
        List<DecodedEntry> entries = DecodedEntry.decode(new OtlpTracesDecoder(), request.toByteArray());
        assertEquals(1, entries.size());
        return entries.getFirst();
    }

    private static Span.Builder span() {
        return Span.newBuilder()
                .setTraceId(ByteString.fromHex("5b8efff798038103d269b633813fc60c"))
                .setSpanId(ByteString.fromHex("eee19b7ec3c1b174"))
                .setParentSpanId(ByteString.fromHex("eee19b7ec3c1b173"))
                .setName("GET /alarms")
                .setKindValue(2)
                .setStartTimeUnixNano(START)
                .setEndTimeUnixNano(START + 5_000_000);
    }

    @Test
    void setsTheFieldsOfASpan() {
        DecodedEntry entry = one(span().setTraceState("a=b").addAttributes(pair("http.route", "/alarms")));
        assertEquals("span", entry.text(EntryField.KIND));
        assertEquals(StorageClass.BULKY, entry.storageClass());
        assertEquals(START, entry.number(EntryField.TIME));
        assertEquals(5_000_000L, entry.number(EntryField.DURATION));
        assertEquals("GET /alarms", entry.text(EntryField.SPAN_NAME));
        assertEquals("GET /alarms", entry.text(EntryField.BODY));
        assertEquals("server", entry.text(EntryField.SPAN_KIND));
        assertEquals("unset", entry.text(EntryField.SPAN_STATUS));
        assertEquals("eee19b7ec3c1b173", entry.text(EntryField.PARENT_SPAN_ID));
        assertEquals("alarm", entry.text(EntryField.COMPONENT));
        assertEquals("http", entry.text(EntryField.LOGGER));
        assertNull(entry.number(EntryField.SEVERITY));
        assertEquals(List.of("trace_state=a=b", "http.route=/alarms"), entry.attributes());
    }

    @Test
    void turnsErrorStatusIntoSeverity() {
        DecodedEntry entry =
                one(span().setStatus(Status.newBuilder().setCodeValue(2).setMessage("refused")));
        assertEquals("error", entry.text(EntryField.SPAN_STATUS));
        assertEquals(17L, entry.number(EntryField.SEVERITY));
        assertEquals("refused", entry.text(EntryField.ERROR_MESSAGE));
        assertEquals(List.of("otel.status_description=refused"), entry.attributes());
    }

    @Test
    void keepsEventsAndLinksAndFindsExceptions() {
        DecodedEntry entry = one(span().setStatus(Status.newBuilder().setCodeValue(2))
                .addEvents(Span.Event.newBuilder().setTimeUnixNano(START).setName("retry"))
                .addEvents(Span.Event.newBuilder()
                        .setTimeUnixNano(START + 1)
                        .setName("exception")
                        .addAttributes(pair("exception.type", "IOException"))
                        .addAttributes(pair("exception.message", "gone"))
                        .addAttributes(pair("exception.stacktrace", "at z")))
                .addLinks(Span.Link.newBuilder()
                        .setTraceId(ByteString.fromHex("5b8efff798038103d269b633813fc60c"))
                        .setSpanId(ByteString.fromHex("eee19b7ec3c1b170"))
                        .addAttributes(pair("why", "batch"))));
        assertEquals("IOException", entry.text(EntryField.ERROR_TYPE));
        assertEquals("gone", entry.text(EntryField.ERROR_MESSAGE));
        assertEquals("at z", entry.text(EntryField.STACK_TRACE));
        String json = entry.json().replace("\\\\\\\"", "'");
        assertTrue(
                json.contains("[{'time':'2023-11-14T22:13:20.000000000Z','name':'retry','attributes':{}},{'time'"),
                json);
        assertTrue(
                json.contains(
                        "[{'trace_id':'5b8efff798038103d269b633813fc60c','span_id':'eee19b7ec3c1b170','attributes':{'why':'batch'}}]"),
                json);
    }

    @Test
    void setsNoDurationWhereTheEndIsMissing() {
        DecodedEntry entry = one(span().clearEndTimeUnixNano());
        assertNull(entry.number(EntryField.DURATION));
        assertEquals(START, entry.number(EntryField.TIME));
    }
}
