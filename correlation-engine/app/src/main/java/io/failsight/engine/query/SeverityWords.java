package io.failsight.engine.query;

import io.failsight.model.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Severities as people write them. Stateless, thread-safe. */
public final class SeverityWords {
    private static final int NUMBERS_PER_RANGE = 4;

    private SeverityWords() {}

    /** The numbers of a severity: first and last, both included. {@code unknown} is 0. */
    record Numbers(int first, int last) {}

    /** The word of a severity in the API: {@code trace} to {@code fatal}, {@code unknown}. */
    public static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    /** The words of all severities, lowest first. */
    public static List<String> all() {
        return Arrays.stream(Severity.values()).map(SeverityWords::word).toList();
    }

    /** The highest number of a severity's range. */
    public static int last(Severity severity) {
        return severity == Severity.UNKNOWN ? 0 : severity.number() + NUMBERS_PER_RANGE - 1;
    }

    /** Numbers that a level's name or a number from 0 to 24 means. */
    static Optional<Numbers> numbers(String text) {
        if (text.equalsIgnoreCase("unknown")) {
            return Optional.of(new Numbers(0, 0));
        }
        if (!text.isEmpty() && text.length() <= 2 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int number = Integer.parseInt(text);
            return number > Severity.MAX_NUMBER ? Optional.empty() : Optional.of(new Numbers(number, number));
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Severity severity = Severity.ofName(bytes, 0, bytes.length);
        return severity == Severity.UNKNOWN
                ? Optional.empty()
                : Optional.of(new Numbers(severity.number(), last(severity)));
    }
}
