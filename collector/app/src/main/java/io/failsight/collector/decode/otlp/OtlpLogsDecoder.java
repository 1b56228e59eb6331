package io.failsight.collector.decode.otlp;

import io.failsight.collector.decode.Decoder;
import io.failsight.collector.decode.EntryConsumer;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.Severity;
import io.failsight.model.TimeSource;
import java.nio.charset.StandardCharsets;

/**
 * Decodes ExportLogsServiceRequest: one entry a log record. An entry without a body shows its exception's message or its event's name.
 * One a thread, not thread-safe. Source: opentelemetry/proto/logs/v1/logs.proto of opentelemetry-proto 1.11.
 */
public final class OtlpLogsDecoder implements Decoder {
    private static final byte[] KIND_LOG = "log".getBytes(StandardCharsets.US_ASCII);

    private final AttributeDecoder attributes = new AttributeDecoder(new ValueText());
    private final RequestWalk walk = new RequestWalk(attributes, this::record);

    @Override
    public void decode(BatchHeader header, byte[] bytes, int offset, int length, EntryConsumer consumer) {
        walk.walk(bytes, offset, length, consumer);
    }

    private void record(WireReader in, Entry entry) {
        entry.text(EntryField.KIND, KIND_LOG);
        long time = 0;
        long observed = 0;
        long severity = 0;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 1 << 3 | WireReader.FIXED64 -> time = in.fixed64();
                case 2 << 3 | WireReader.VARINT -> severity = in.varint();
                case 3 << 3 | WireReader.DELIMITED -> Fields.text(in, EntryField.SEVERITY_TEXT, entry);
                case 5 << 3 | WireReader.DELIMITED -> {
                    int length = in.length();
                    attributes.value(in, in.at(), length, EntryField.BODY, entry);
                    in.advance(length);
                }
                case 6 << 3 | WireReader.DELIMITED -> attributes.attribute(in, entry);
                case 7 << 3 | WireReader.VARINT -> Fields.count(in, Fields.DROPPED_ATTRIBUTES, entry);
                case 9 << 3 | WireReader.DELIMITED -> Fields.id(in, EntryField.TRACE_ID, entry);
                case 10 << 3 | WireReader.DELIMITED -> Fields.id(in, EntryField.SPAN_ID, entry);
                case 11 << 3 | WireReader.FIXED64 -> observed = in.fixed64();
                case 12 << 3 | WireReader.DELIMITED -> Fields.text(in, EntryField.EVENT_ID, entry);
                default -> in.skip(tag);
            }
        }
        // A number is a uint64 of nanoseconds: what is negative here lies after the year 2262 and is no time.
        if (time > 0 || observed > 0) {
            entry.time(time > 0 ? time : observed, TimeSource.PARSED);
        }
        severity(severity, entry);
        if (!entry.has(EntryField.BODY)) {
            Fields.copy(
                    entry.has(EntryField.ERROR_MESSAGE) ? EntryField.ERROR_MESSAGE : EntryField.EVENT_ID,
                    EntryField.BODY,
                    entry);
        }
    }

    private static void severity(long number, Entry entry) {
        if (number > 0 && number <= Severity.MAX_NUMBER) {
            entry.number(EntryField.SEVERITY, number);
        } else if (entry.has(EntryField.SEVERITY_TEXT)) {
            Severity named = Severity.ofName(
                    entry.array(EntryField.SEVERITY_TEXT),
                    entry.offset(EntryField.SEVERITY_TEXT),
                    entry.length(EntryField.SEVERITY_TEXT));
            if (named != Severity.UNKNOWN) {
                entry.number(EntryField.SEVERITY, named.number());
            }
        }
    }
}
