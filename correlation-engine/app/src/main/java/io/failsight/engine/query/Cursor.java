package io.failsight.engine.query;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of entries ended: the sort values of its last entry. Written as URL-safe base64 with a checksum over itself, the
 * query and the order, so that one which was cut, changed or belongs to another query is told apart. It grants nothing: whoever
 * makes one by hand only skips entries that they may read anyway. Immutable.
 *
 * @param time nanoseconds since the epoch of the last entry; {@code Long.MIN_VALUE} where it has none
 * @param sequence its position in the journal
 * @param collector its collector, empty where it has none
 */
public record Cursor(long time, long sequence, String collector) {
    private static final int MAX_LENGTH = 512;

    /** Writes the cursor. */
    public String write(String binding) {
        String values = time + " " + sequence + " " + collector;
        String text = checksum(values, binding) + " " + values;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a cursor.
     *
     * @param text as {@link #write} made it; blank is none
     * @param binding what it belongs to: everything that decides which entries come in which order
     * @throws QueryException when it is damaged or belongs to another query
     */
    public static Optional<Cursor> read(String text, String binding) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        Cursor cursor = decode(text, binding);
        if (cursor == null) {
            throw new QueryException(
                    -1,
                    "the cursor does not belong to this query and order; take 'next' of the page before, or leave it out");
        }
        return Optional.of(cursor);
    }

    private static @Nullable Cursor decode(String text, String binding) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 4);
            List<String> values = List.of(parts);
            if (values.size() != 4
                    || !values.getFirst().equals(checksum(String.join(" ", values.subList(1, 4)), binding))) {
                return null;
            }
            return new Cursor(Long.parseLong(values.get(1)), Long.parseLong(values.get(2)), values.get(3));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String checksum(String values, String binding) {
        CRC32C crc = new CRC32C();
        crc.update((values + "\n" + binding).getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
