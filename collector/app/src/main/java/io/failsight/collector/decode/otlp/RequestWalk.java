package io.failsight.collector.decode.otlp;

import io.failsight.collector.decode.EntryConsumer;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import java.nio.charset.StandardCharsets;

/**
 * Walks an export request: requests, resource groups and scope groups of logs and traces have the same shape and differ in their
 * records alone. What resource and scope say is decoded once a scope group and copied to each of its entries. Not thread-safe.
 */
final class RequestWalk {
    /** Decodes one record; the reader is opened on it. */
    interface RecordDecoder {
        void decode(WireReader in, Entry entry);
    }

    /** Bytes of a record that cannot be read which are kept in the entry; the journal has them all. */
    private static final int MAX_RAW_BYTES = 65_536;

    private static final byte[] SCOPE_VERSION = "otel.scope.version".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FAILED = "failed".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REASON =
            "the bytes are not valid OTLP protobuf; raw holds them in base64".getBytes(StandardCharsets.US_ASCII);
    private static final int FIRST = 1 << 3 | WireReader.DELIMITED;
    private static final int SECOND = 2 << 3 | WireReader.DELIMITED;

    private final WireReader in = new WireReader();
    private final Entry entry = new Entry();
    private final Entry template = new Entry();
    private final AttributeDecoder attributes;
    private final RecordDecoder records;
    private boolean damaged;
    private boolean damageReported;

    RequestWalk(AttributeDecoder attributes, RecordDecoder records) {
        this.attributes = attributes;
        this.records = records;
    }

    void walk(byte[] bytes, int offset, int length, EntryConsumer consumer) {
        in.reset(bytes, offset, length);
        damaged = false;
        damageReported = false;
        int fieldStart = offset;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag == FIRST) {
                int outer = openGroup();
                resourceGroup(consumer);
                in.close(outer);
            } else {
                in.skip(tag);
            }
            noteDamage();
            if (!damaged) {
                fieldStart = in.at();
            }
        }
        noteDamage();
        if (damaged && !damageReported) {
            entry.clear();
            emitFailed(bytes, fieldStart, offset + length - fieldStart, consumer);
        }
    }

    /** Opens a group as far as its bytes are there, so that the whole records before a cut are decoded. */
    private int openGroup() {
        int length = in.lengthOfWhatIsThere();
        noteDamage();
        return in.open(length);
    }

    private void noteDamage() {
        damaged |= in.bad();
        in.forgive();
    }

    private void resourceGroup(EntryConsumer consumer) {
        int start = in.at();
        int resourceOffset = start;
        int resourceLength = 0;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag == FIRST) {
                resourceLength = in.length();
                resourceOffset = in.at();
                in.advance(resourceLength);
            } else {
                in.skip(tag);
            }
        }
        in.forgive(); // seen again by the second walk, which comes to the same place
        in.rewind(start);
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag == SECOND) {
                int outer = openGroup();
                scopeGroup(resourceOffset, resourceLength, consumer);
                in.close(outer);
            } else {
                in.skip(tag);
            }
            noteDamage();
        }
    }

    private void scopeGroup(int resourceOffset, int resourceLength, EntryConsumer consumer) {
        template.clear();
        int start = in.at();
        int outer = in.enter(resourceOffset, resourceLength);
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag == FIRST) {
                attributes.attribute(in, template);
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer, start);
        noteDamage();
        if (template.has(EntryField.SERVICE)) {
            template.text(
                    EntryField.COMPONENT,
                    template.array(EntryField.SERVICE),
                    template.offset(EntryField.SERVICE),
                    template.length(EntryField.SERVICE));
        }
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag == FIRST) {
                int group = in.open(in.length());
                scope();
                in.close(group);
            } else {
                in.skip(tag);
            }
        }
        in.forgive();
        in.rewind(start);
        recordsOfScope(consumer);
    }

    private void scope() {
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case FIRST -> {
                    int length = in.length();
                    template.text(EntryField.LOGGER, in.bytes(), in.at(), length);
                    in.advance(length);
                }
                case SECOND -> {
                    int length = in.length();
                    if (length > 0) {
                        template.attribute(SCOPE_VERSION, 0, SCOPE_VERSION.length, in.bytes(), in.at(), length);
                    }
                    in.advance(length);
                }
                case 3 << 3 | WireReader.DELIMITED -> attributes.attribute(in, template);
                default -> in.skip(tag);
            }
        }
    }

    private void recordsOfScope(EntryConsumer consumer) {
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag != SECOND) {
                in.skip(tag);
                noteDamage();
                continue;
            }
            int length = in.lengthOfWhatIsThere();
            int offset = in.at();
            entry.clear();
            entry.addAllOf(template);
            int outer = in.open(length);
            records.decode(in, entry);
            in.close(outer);
            if (in.bad()) {
                damaged = true;
                in.forgive();
                emitFailed(in.bytes(), offset, length, consumer);
            } else {
                consumer.accept(entry, offset, length);
            }
        }
    }

    /** Hands out what could be read, marked as failed and with the bytes themselves. */
    private void emitFailed(byte[] bytes, int offset, int length, EntryConsumer consumer) {
        damageReported = true;
        int start = entry.scratch().length();
        ValueText.base64(bytes, offset, Math.min(length, MAX_RAW_BYTES), entry.scratch());
        entry.textFromScratch(EntryField.RAW, start);
        entry.text(EntryField.PARSE, FAILED);
        entry.text(EntryField.PARSE_REASON, REASON);
        consumer.accept(entry, offset, length);
    }
}
