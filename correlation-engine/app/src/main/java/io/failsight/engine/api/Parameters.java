package io.failsight.engine.api;

import io.failsight.engine.query.QueryException;
import java.util.Arrays;
import java.util.List;

/** Reads query parameters that the framework would refuse without words. Stateless. */
public final class Parameters {
    private Parameters() {}

    /** A whole number between two bounds; blank is the default. */
    public static int number(String name, String text, int byDefault, int lowest, int highest) {
        if (text.isBlank()) {
            return byDefault;
        }
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new QueryException(
                -1, "'" + name + "' must be a whole number from " + lowest + " to " + highest + ", not '" + text + "'");
    }

    /** One of a few words; blank is the first. */
    public static String choice(String name, String text, String... choices) {
        if (text.isBlank()) {
            return choices[0];
        }
        if (!Arrays.asList(choices).contains(text)) {
            throw new QueryException(
                    -1, "'" + name + "' must be one of " + String.join(", ", choices) + ", not '" + text + "'");
        }
        return text;
    }

    /** Words between commas, without blanks and repetitions. */
    public static List<String> list(String name, String text, int most) {
        List<String> words = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        if (words.isEmpty() || words.size() > most) {
            throw new QueryException(-1, "'" + name + "' must hold 1 to " + most + " names between commas");
        }
        return words;
    }
}
