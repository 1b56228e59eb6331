package io.failsight.collector.decode.otlp;

import io.failsight.model.Bytes;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import java.nio.charset.StandardCharsets;

/** Fields that log records and spans share; each reads the value whose tag was just read. Stateless, thread-safe. */
final class Fields {
    static final byte[] DROPPED_ATTRIBUTES = "otel.dropped_attributes_count".getBytes(StandardCharsets.US_ASCII);

    private Fields() {}

    static void text(WireReader in, EntryField field, Entry entry) {
        int length = in.length();
        if (length > 0) {
            entry.text(field, in.bytes(), in.at(), length);
            in.advance(length);
        }
    }

    /** A trace or span id in hex; one of zeros alone means that there is none. */
    static void id(WireReader in, EntryField field, Entry entry) {
        int length = in.length();
        if (!isZero(in.bytes(), in.at(), length)) {
            int start = entry.scratch().length();
            ValueText.hex(in.bytes(), in.at(), length, entry.scratch());
            entry.textFromScratch(field, start);
        }
        in.advance(length);
    }

    static boolean isZero(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** A count that is worth an attribute unless it is zero. */
    static void count(WireReader in, byte[] key, Entry entry) {
        long count = in.varint();
        if (count != 0) {
            Bytes scratch = entry.scratch();
            int start = scratch.length();
            scratch.addDecimal(count);
            entry.attribute(key, 0, key.length, scratch.array(), start, scratch.length() - start);
        }
    }

    /** Lets a field show what another one holds; nothing happens when that is not set. */
    static void copy(EntryField from, EntryField to, Entry entry) {
        if (entry.has(from)) {
            entry.text(to, entry.array(from), entry.offset(from), entry.length(from));
        }
    }
}
