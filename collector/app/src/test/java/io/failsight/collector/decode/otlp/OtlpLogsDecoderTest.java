package io.failsight.collector.decode.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.failsight.model.EntryField;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OtlpLogsDecoderTest {
    private static final long TIME = 1_700_000_000_123_456_789L;

    private static AnyValue text(String value) {
        return AnyValue.newBuilder().setStringValue(value).build();
    }

    private static AnyValue number(long value) {
        return AnyValue.newBuilder().setIntValue(value).build();
    }

    private static KeyValue pair(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static AnyValue list(AnyValue... values) {
        return AnyValue.newBuilder()
                .setArrayValue(ArrayValue.newBuilder().addAllValues(List.of(values)))
                .build();
    }

    private static AnyValue map(KeyValue... values) {
        return AnyValue.newBuilder()
                .setKvlistValue(KeyValueList.newBuilder().addAllValues(List.of(values)))
                .build();
    }

    private static ExportLogsServiceRequest request(LogRecord... records) {
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(pair("service.name", text("geo")))
                                .addAttributes(pair("host.name", text("node-a")))
                                .addAttributes(pair("process.pid", number(4711)))
                                .addAttributes(pair("k8s.pod.name", text("geo-0")))
                                .addAttributes(pair("telemetry.sdk.name", text("opentelemetry"))))
                        .addScopeLogs(ScopeLogs.newBuilder()
                                .setScope(InstrumentationScope.newBuilder()
                                        .setName("com.example.Geo")
                                        .setVersion("1.2")
                                        .addAttributes(pair("scope.key", text("s"))))
                                .addAllLogRecords(List.of(records))))
                .build();
    }

    private static List<DecodedEntry> decode(ExportLogsServiceRequest request) {
        return DecodedEntry.decode(new OtlpLogsDecoder(), request.toByteArray());
    }

    private static DecodedEntry one(LogRecord record) {
        List<DecodedEntry> entries = decode(request(record));
        assertEquals(1, entries.size());
        return entries.getFirst();
    }

    @Test
    void setsResourceScopeAndRecordFields() throws Exception {
        LogRecord record = LogRecord.newBuilder()
                .setTimeUnixNano(TIME)
                .setObservedTimeUnixNano(TIME + 5)
                .setSeverityNumberValue(13)
                .setSeverityText("Warning")
                .setBody(text("position \"lost\" ü"))
                .addAttributes(pair("thread.name", text("main")))
                .addAttributes(pair("code.function", text("f")))
                .addAttributes(pair("exception.type", text("java.io.IOException")))
                .addAttributes(pair("exception.message", text("no route")))
                .addAttributes(pair("exception.stacktrace", text("at x\n\tat y")))
                .setTraceId(ByteString.fromHex("5b8efff798038103d269b633813fc60c"))
                .setSpanId(ByteString.fromHex("eee19b7ec3c1b174"))
                .setEventName("geo.lost")
                .setDroppedAttributesCount(3)
                .build();
        ExportLogsServiceRequest request = request(record, record);
        List<DecodedEntry> entries = decode(request);
        assertEquals(2, entries.size());
        for (DecodedEntry entry : entries) {
            assertEquals("log", entry.text(EntryField.KIND));
            assertEquals("geo", entry.text(EntryField.SERVICE));
            assertEquals("geo", entry.text(EntryField.COMPONENT));
            assertEquals("node-a", entry.text(EntryField.HOST));
            assertEquals(4711L, entry.number(EntryField.PID));
            assertEquals("geo-0", entry.text(EntryField.POD));
            assertEquals("com.example.Geo", entry.text(EntryField.LOGGER));
            assertEquals(TIME, entry.number(EntryField.TIME));
            assertEquals("parsed", entry.text(EntryField.TIME_SOURCE));
            assertEquals(13L, entry.number(EntryField.SEVERITY));
            assertEquals("Warning", entry.text(EntryField.SEVERITY_TEXT));
            assertEquals("position \"lost\" ü", entry.text(EntryField.BODY));
            assertEquals("main", entry.text(EntryField.THREAD));
            assertEquals("java.io.IOException", entry.text(EntryField.ERROR_TYPE));
            assertEquals("no route", entry.text(EntryField.ERROR_MESSAGE));
            assertEquals("at x\n\tat y", entry.text(EntryField.STACK_TRACE));
            assertEquals("5b8efff798038103d269b633813fc60c", entry.text(EntryField.TRACE_ID));
            assertEquals("eee19b7ec3c1b174", entry.text(EntryField.SPAN_ID));
            assertEquals("geo.lost", entry.text(EntryField.EVENT_ID));
            assertNull(entry.text(EntryField.PARSE));
            assertEquals(
                    List.of(
                            "telemetry.sdk.name=opentelemetry",
                            "otel.scope.version=1.2",
                            "scope.key=s",
                            "code.function=f",
                            "otel.dropped_attributes_count=3"),
                    entry.attributes());
        }
        byte[] bytes = request.toByteArray();
        DecodedEntry second = entries.get(1);
        assertEquals(
                record,
                LogRecord.parseFrom(Arrays.copyOfRange(bytes, second.offset(), second.offset() + second.length())));
    }

    @Test
    void decodesEveryKindOfValue() {
        DecodedEntry entry = one(LogRecord.newBuilder()
                .addAttributes(pair("s", text("x")))
                .addAttributes(
                        pair("b", AnyValue.newBuilder().setBoolValue(true).build()))
                .addAttributes(pair("i", number(-5)))
                .addAttributes(pair("min", number(Long.MIN_VALUE)))
                .addAttributes(
                        pair("d", AnyValue.newBuilder().setDoubleValue(1.5).build()))
                .addAttributes(pair(
                        "y",
                        AnyValue.newBuilder()
                                .setBytesValue(ByteString.copyFrom(new byte[] {1, 2, 3}))
                                .build()))
                .addAttributes(pair("e", AnyValue.getDefaultInstance()))
                .addAttributes(KeyValue.newBuilder().setKey("none"))
                .addAttributes(pair("l", list(text("a"), number(2))))
                .addAttributes(pair("l0", list()))
                .addAttributes(pair("m", map(pair("k", text("v")), pair("n", map(pair("o", number(1)))))))
                .addAttributes(pair("m0", map()))
                .addAttributes(pair("lm", list(map(pair("p", text("q"))), number(3))))
                .build());
        assertEquals(
                List.of(
                        "s=x",
                        "b=true",
                        "i=-5",
                        "min=-9223372036854775808",
                        "d=1.5",
                        "y=AQID",
                        "e=",
                        "none=",
                        "l=a",
                        "l=2",
                        "l0=[]",
                        "m.k=v",
                        "m.n.o=1",
                        "m0={}",
                        "lm.p=q",
                        "lm=3"),
                entry.attributes().subList(3, entry.attributes().size()));
        assertTrue(
                entry.json()
                        .contains("\"attr_rest\":\"{\\\"lm\\\":\\\"[{\\\\\\\"p\\\\\\\":\\\\\\\"q\\\\\\\"},3]\\\"}\""),
                entry.json());
    }

    @Test
    void rendersBodiesThatAreNotStrings() {
        assertEquals(
                "42", one(LogRecord.newBuilder().setBody(number(42)).build()).text(EntryField.BODY));
        assertEquals(
                "{\"a\":[1,\"x\",null,\"NaN\"],\"b\":{\"c\":\"AQ==\"},\"d\":false}",
                one(LogRecord.newBuilder()
                                .setBody(map(
                                        pair(
                                                "a",
                                                list(
                                                        number(1),
                                                        text("x"),
                                                        AnyValue.getDefaultInstance(),
                                                        AnyValue.newBuilder()
                                                                .setDoubleValue(Double.NaN)
                                                                .build())),
                                        pair(
                                                "b",
                                                map(pair(
                                                        "c",
                                                        AnyValue.newBuilder()
                                                                .setBytesValue(ByteString.copyFrom(new byte[] {1}))
                                                                .build()))),
                                        pair(
                                                "d",
                                                AnyValue.newBuilder()
                                                        .setBoolValue(false)
                                                        .build())))
                                .build())
                        .text(EntryField.BODY));
    }

    @Test
    void showsTheExceptionOrTheEventWhereThereIsNoBody() {
        assertEquals(
                "boom",
                one(LogRecord.newBuilder()
                                .setEventName("e")
                                .addAttributes(pair("exception.message", text("boom")))
                                .build())
                        .text(EntryField.BODY));
        assertEquals("e", one(LogRecord.newBuilder().setEventName("e").build()).text(EntryField.BODY));
        assertNull(one(LogRecord.getDefaultInstance()).text(EntryField.BODY));
    }

    @Test
    void takesObservedTimeWhereThereIsNoOther() {
        assertEquals(
                TIME,
                one(LogRecord.newBuilder().setObservedTimeUnixNano(TIME).build())
                        .number(EntryField.TIME));
        assertNull(one(LogRecord.getDefaultInstance()).number(EntryField.TIME));
        assertNull(one(LogRecord.newBuilder().setTimeUnixNano(-1).build()).number(EntryField.TIME));
    }

    @Test
    void readsSeverityFromItsNameWhereThereIsNoNumber() {
        assertEquals(
                17L,
                one(LogRecord.newBuilder().setSeverityText("ERROR").build()).number(EntryField.SEVERITY));
        assertNull(
                one(LogRecord.newBuilder().setSeverityNumberValue(99).build()).number(EntryField.SEVERITY));
    }

    @Test
    void leavesOutIdsOfZeros() {
        DecodedEntry entry = one(LogRecord.newBuilder()
                .setTraceId(ByteString.copyFrom(new byte[16]))
                .setSpanId(ByteString.copyFrom(new byte[8]))
                .build());
        assertNull(entry.text(EntryField.TRACE_ID));
        assertNull(entry.text(EntryField.SPAN_ID));
    }

    @Test
    void keepsResourcesAndScopesApart() {
        ExportLogsServiceRequest first = request(LogRecord.getDefaultInstance());
        ExportLogsServiceRequest mixed = first.toBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .addScopeLogs(ScopeLogs.newBuilder().addLogRecords(LogRecord.getDefaultInstance())))
                .build();
        List<DecodedEntry> entries = decode(mixed);
        assertEquals(2, entries.size());
        assertNull(entries.get(1).text(EntryField.SERVICE));
        assertNull(entries.get(1).text(EntryField.LOGGER));
        assertTrue(entries.get(1).attributes().isEmpty());
    }

    @Test
    void findsTheResourceBehindItsRecords() {
        ResourceLogs group = request(LogRecord.getDefaultInstance()).getResourceLogs(0);
        byte[] records = ResourceLogs.newBuilder()
                .addAllScopeLogs(group.getScopeLogsList())
                .build()
                .toByteArray();
        byte[] resource = ResourceLogs.newBuilder()
                .setResource(group.getResource())
                .build()
                .toByteArray();
        ByteString swapped = ByteString.copyFrom(records).concat(ByteString.copyFrom(resource));
        byte[] request = UnknownFieldSet.newBuilder()
                .addField(
                        1,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(swapped)
                                .build())
                .build()
                .toByteArray();
        List<DecodedEntry> entries = DecodedEntry.decode(new OtlpLogsDecoder(), request);
        assertEquals("geo", entries.getFirst().text(EntryField.SERVICE));
    }

    @Test
    void passesOverUnknownFields() {
        UnknownFieldSet unknown = UnknownFieldSet.newBuilder()
                .addField(
                        1000,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(-1)
                                .addFixed32(1)
                                .addFixed64(2)
                                .build())
                .addField(
                        1001,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8("x"))
                                .build())
                .build();
        ExportLogsServiceRequest plain = request(LogRecord.newBuilder()
                .setUnknownFields(unknown)
                .setBody(AnyValue.newBuilder().setStringValue("b").setUnknownFields(unknown))
                .build());
        List<DecodedEntry> entries =
                decode(plain.toBuilder().setUnknownFields(unknown).build());
        assertEquals(1, entries.size());
        assertEquals("b", entries.getFirst().text(EntryField.BODY));
        assertNull(entries.getFirst().text(EntryField.PARSE));
    }

    @Test
    void yieldsNothingForNothing() {
        assertTrue(DecodedEntry.decode(new OtlpLogsDecoder(), new byte[0]).isEmpty());
        assertTrue(decode(request()).isEmpty());
    }

    @Test
    void keepsWholeRecordsBeforeACutAndMarksTheRest() {
        LogRecord record = LogRecord.newBuilder()
                .setTimeUnixNano(TIME)
                .setBody(text("whole"))
                .build();
        byte[] bytes = request(record, record, record).toByteArray();
        OtlpLogsDecoder decoder = new OtlpLogsDecoder();
        for (int length = 1; length < bytes.length; length++) {
            List<DecodedEntry> entries = DecodedEntry.decode(decoder, Arrays.copyOf(bytes, length));
            assertFalse(entries.isEmpty(), "cut at " + length);
            DecodedEntry last = entries.getLast();
            assertEquals("failed", last.text(EntryField.PARSE), "cut at " + length);
            assertNotNull(last.text(EntryField.PARSE_REASON));
            assertTrue(last.offset() >= 0 && last.offset() + last.length() <= length, "cut at " + length);
            for (DecodedEntry entry : entries.subList(0, entries.size() - 1)) {
                assertEquals("whole", entry.text(EntryField.BODY));
                assertNull(entry.text(EntryField.PARSE));
            }
        }
    }

    @Test
    void neverThrowsForDamagedBytes() {
        long seed = 20_261_120L;
        Random random = new Random(seed);
        byte[] bytes = request(
                        LogRecord.newBuilder()
                                .setBody(map(pair("a", list(number(1), map(pair("x", text("y")))))))
                                .addAttributes(pair("k", map(pair("b", list(text("c"))))))
                                .build(),
                        LogRecord.newBuilder().setBody(text("plain")).build())
                .toByteArray();
        OtlpLogsDecoder logs = new OtlpLogsDecoder();
        OtlpTracesDecoder traces = new OtlpTracesDecoder();
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = bytes.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                DecodedEntry.decode(logs, damaged);
                DecodedEntry.decode(traces, damaged);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " round " + round, e);
            }
        }
    }

    @Test
    void marksValuesThatAreNestedTooDeep() {
        AnyValue value = text("deep");
        for (int i = 0; i < 200; i++) {
            value = list(value);
        }
        assertEquals(
                "failed", one(LogRecord.newBuilder().setBody(value).build()).text(EntryField.PARSE));
        assertEquals(
                "failed",
                one(LogRecord.newBuilder().addAttributes(pair("k", value)).build())
                        .text(EntryField.PARSE));
    }
}
