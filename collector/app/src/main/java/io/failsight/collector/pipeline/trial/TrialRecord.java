package io.failsight.collector.pipeline.trial;

import io.failsight.collector.pack.SignalDraft;
import io.failsight.model.Bytes;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.EntryWriter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What became of one record. Immutable.
 *
 * @param line number of its first line in the file, from 1
 * @param body its message, after parsing
 * @param pack pack with version that took it, empty for none
 * @param parse parsed, unmatched or failed
 * @param values fields and attributes as {@code name=value}, without message and bookkeeping
 * @param signals what it says about a failover
 * @param json the entry as it goes to the index
 */
record TrialRecord(
        int line, String body, String pack, String parse, List<String> values, List<SignalDraft> signals, String json) {
    /** Fields that every entry has, or that the reader sees anyway. */
    private static final Set<EntryField> LEFT_OUT = EnumSet.of(
            EntryField.BODY,
            EntryField.RAW,
            EntryField.PACK,
            EntryField.PARSE,
            EntryField.TIME_SOURCE,
            EntryField.OBSERVED,
            EntryField.RECEIVER,
            EntryField.FILE,
            EntryField.SIGNAL,
            EntryField.STACK_TRACE);

    TrialRecord {
        values = List.copyOf(values);
        signals = List.copyOf(signals);
    }

    static TrialRecord of(int line, Entry entry, List<SignalDraft> signals, EntryWriter writer) {
        Bytes json = new Bytes(1_024);
        writer.write(entry, json);
        return new TrialRecord(
                line,
                text(entry, EntryField.BODY),
                text(entry, EntryField.PACK),
                text(entry, EntryField.PARSE),
                values(entry),
                signals,
                json.toString());
    }

    boolean isParsed() {
        return parse.equals("parsed");
    }

    private static String text(Entry entry, EntryField field) {
        String value = entry.string(field);
        return value == null ? "" : value;
    }

    private static List<String> values(Entry entry) {
        List<String> values = new ArrayList<>();
        for (EntryField field : EntryField.values()) {
            if (entry.has(field) && !LEFT_OUT.contains(field)) {
                values.add(field.jsonName() + "=" + value(entry, field));
            }
        }
        for (int i = 0; i < entry.attributeCount(); i++) {
            values.add(entry.attributeAt(i));
        }
        return values;
    }

    private static String value(Entry entry, EntryField field) {
        if (field == EntryField.TIME) {
            long nanos = entry.number(field);
            return java.time.Instant.ofEpochSecond(
                            Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L))
                    + " (" + entry.timeSource().id() + ")";
        }
        return field.isText() ? text(entry, field) : Long.toString(entry.number(field));
    }
}
