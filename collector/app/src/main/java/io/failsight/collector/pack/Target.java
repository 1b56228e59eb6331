package io.failsight.collector.pack;

import io.failsight.model.EntryField;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a captured span goes. Immutable and thread-safe.
 *
 * @param kind how the span is used
 * @param field the field, null for an attribute
 * @param key the attribute's key, empty for a field
 */
@SuppressWarnings("ArrayRecordComponent") // never handed out, never compared
public record Target(Kind kind, @Nullable EntryField field, byte[] key) {
    /** Fields that only the collector itself sets. */
    private static final Set<EntryField> RESERVED = EnumSet.of(
            EntryField.TIME_SOURCE,
            EntryField.OBSERVED,
            EntryField.RAW,
            EntryField.PEER,
            EntryField.PATTERN,
            EntryField.SIGNAL,
            EntryField.PACK,
            EntryField.PARSE,
            EntryField.PARSE_REASON,
            EntryField.RECEIVER,
            EntryField.SOURCE,
            EntryField.SEQUENCE,
            EntryField.COLLECTOR,
            EntryField.CHECKSUM,
            EntryField.ATTR,
            EntryField.ATTR_REST);

    /** How a captured span is used. */
    public enum Kind {
        TEXT,
        NUMBER,
        TIME,
        SEVERITY,
        ATTRIBUTE
    }

    /** The field of that name if there is one, else an attribute; empty when the collector alone may set the field. */
    public static Optional<Target> of(String name) {
        Optional<EntryField> known = EntryField.ofJsonName(name);
        if (known.isEmpty()) {
            return Optional.of(new Target(Kind.ATTRIBUTE, null, name.getBytes(StandardCharsets.UTF_8)));
        }
        EntryField field = known.get();
        return RESERVED.contains(field) ? Optional.empty() : Optional.of(new Target(kind(field), field, new byte[0]));
    }

    private static Kind kind(EntryField field) {
        if (field == EntryField.SEVERITY_TEXT || field == EntryField.SEVERITY) {
            return Kind.SEVERITY;
        }
        return switch (field.type()) {
            case KEYWORD, TEXT, STORED, ATTRIBUTES -> Kind.TEXT;
            case TIME -> Kind.TIME;
            case MILLIS, LONG, BYTE, CHECKSUM -> Kind.NUMBER;
        };
    }
}
