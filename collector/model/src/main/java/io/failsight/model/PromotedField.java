package io.failsight.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The field of its own of an attribute that {@code promote} in failsight.yaml names: a keyword that holds the values alone. Indices that were
 * begun before have no such field and keep the attribute in {@link EntryField#ATTR}. Immutable.
 *
 * @param key key of the attribute
 */
public record PromotedField(String key) implements IndexedField {
    /** All such fields, as a pattern of names. */
    public static final String ALL = "attr:*";

    private static final String PREFIX = "attr:";
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_@/-][A-Za-z0-9_.@/-]{0,127}");

    public PromotedField {
        if (!isKey(key)) {
            throw new IllegalArgumentException("'" + key + "' cannot have a field of its own");
        }
    }

    /**
     * Whether an attribute may have a field of its own: at most 128 letters, digits and {@code _ . @ / -}, not starting with a dot, and no field of
     * {@link EntryField}, which has one already.
     */
    public static boolean isKey(String key) {
        return KEY.matcher(key).matches() && EntryField.ofJsonName(key).isEmpty();
    }

    /** The field of that name in the index, if it is one of these. */
    public static Optional<PromotedField> ofJsonName(String name) {
        if (!name.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String key = name.substring(PREFIX.length()).replace(':', '.');
        return isKey(key) ? Optional.of(new PromotedField(key)) : Optional.empty();
    }

    /** A dot in a name would make an object, which no other field could then share its name with; keys hold no colon. */
    @Override
    public String jsonName() {
        return PREFIX + key.replace('.', ':');
    }
}
