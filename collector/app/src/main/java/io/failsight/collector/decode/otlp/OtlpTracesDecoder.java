package io.failsight.collector.decode.otlp;

import io.failsight.collector.decode.Decoder;
import io.failsight.collector.decode.EntryConsumer;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.Severity;
import io.failsight.model.StorageClass;
import io.failsight.model.TimeSource;
import java.nio.charset.StandardCharsets;

/**
 * Decodes ExportTraceServiceRequest: one entry a span, at the time of its start. Events and links are kept as JSON, unsearched; an
 * exception that an event reports goes to the error fields. One a thread, not thread-safe. Source: opentelemetry/proto/trace/v1/trace.proto of
 * opentelemetry-proto 1.11.
 */
public final class OtlpTracesDecoder implements Decoder {
    private static final byte[] KIND_SPAN = ascii("span");
    private static final byte[] TRACE_STATE = ascii("trace_state");
    private static final byte[] STATUS_MESSAGE = ascii("otel.status_description");
    private static final byte[] DROPPED_EVENTS = ascii("otel.dropped_events_count");
    private static final byte[] DROPPED_LINKS = ascii("otel.dropped_links_count");
    private static final byte[][] KINDS = {
        {}, ascii("internal"), ascii("server"), ascii("client"), ascii("producer"), ascii("consumer")
    };
    private static final byte[][] STATUSES = {ascii("unset"), ascii("ok"), ascii("error")};
    private static final int STATUS_ERROR = 2;

    private final ValueText text = new ValueText();
    private final AttributeDecoder attributes = new AttributeDecoder(text);
    private final SpanDetails details = new SpanDetails(text, attributes);
    private final RequestWalk walk = new RequestWalk(attributes, this::span);

    private long start;
    private long end;

    @Override
    public void decode(BatchHeader header, byte[] bytes, int offset, int length, EntryConsumer consumer) {
        walk.walk(bytes, offset, length, consumer);
    }

    private void span(WireReader in, Entry entry) {
        entry.text(EntryField.KIND, KIND_SPAN);
        entry.text(EntryField.SPAN_STATUS, STATUSES[0]);
        entry.storageClass(StorageClass.BULKY);
        details.clear();
        start = 0;
        end = 0;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            field(in, tag, entry);
        }
        if (start > 0) {
            entry.time(start, TimeSource.PARSED);
            if (end >= start) {
                entry.number(EntryField.DURATION, end - start);
            }
        }
        Fields.copy(EntryField.SPAN_NAME, EntryField.BODY, entry);
        details.addTo(entry);
    }

    private void field(WireReader in, int tag, Entry entry) {
        switch (tag) {
            case 1 << 3 | WireReader.DELIMITED -> Fields.id(in, EntryField.TRACE_ID, entry);
            case 2 << 3 | WireReader.DELIMITED -> Fields.id(in, EntryField.SPAN_ID, entry);
            case 3 << 3 | WireReader.DELIMITED -> attribute(in, TRACE_STATE, entry);
            case 4 << 3 | WireReader.DELIMITED -> Fields.id(in, EntryField.PARENT_SPAN_ID, entry);
            case 5 << 3 | WireReader.DELIMITED -> Fields.text(in, EntryField.SPAN_NAME, entry);
            case 6 << 3 | WireReader.VARINT -> {
                long kind = in.varint();
                if (kind > 0 && kind < KINDS.length) {
                    entry.text(EntryField.SPAN_KIND, KINDS[(int) kind]);
                }
            }
            case 7 << 3 | WireReader.FIXED64 -> start = in.fixed64();
            case 8 << 3 | WireReader.FIXED64 -> end = in.fixed64();
            case 9 << 3 | WireReader.DELIMITED -> attributes.attribute(in, entry);
            case 10 << 3 | WireReader.VARINT -> Fields.count(in, Fields.DROPPED_ATTRIBUTES, entry);
            case 11 << 3 | WireReader.DELIMITED -> details.event(in, entry);
            case 12 << 3 | WireReader.VARINT -> Fields.count(in, DROPPED_EVENTS, entry);
            case 13 << 3 | WireReader.DELIMITED -> details.link(in);
            case 14 << 3 | WireReader.VARINT -> Fields.count(in, DROPPED_LINKS, entry);
            case 15 << 3 | WireReader.DELIMITED -> {
                int outer = in.open(in.length());
                status(in, entry);
                in.close(outer);
            }
            default -> in.skip(tag);
        }
    }

    private static void attribute(WireReader in, byte[] key, Entry entry) {
        int length = in.length();
        if (length > 0) {
            entry.attribute(key, 0, key.length, in.bytes(), in.at(), length);
            in.advance(length);
        }
    }

    private static void status(WireReader in, Entry entry) {
        int messageOffset = 0;
        int messageLength = 0;
        long code = 0;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 2 << 3 | WireReader.DELIMITED -> {
                    messageLength = in.length();
                    messageOffset = in.at();
                    in.advance(messageLength);
                }
                case 3 << 3 | WireReader.VARINT -> code = in.varint();
                default -> in.skip(tag);
            }
        }
        if (code > 0 && code < STATUSES.length) {
            entry.text(EntryField.SPAN_STATUS, STATUSES[(int) code]);
        }
        if (code == STATUS_ERROR) {
            entry.number(EntryField.SEVERITY, Severity.ERROR.number());
            if (!entry.has(EntryField.ERROR_MESSAGE)) {
                entry.text(EntryField.ERROR_MESSAGE, in.bytes(), messageOffset, messageLength);
            }
        }
        if (messageLength > 0) {
            entry.attribute(STATUS_MESSAGE, 0, STATUS_MESSAGE.length, in.bytes(), messageOffset, messageLength);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
