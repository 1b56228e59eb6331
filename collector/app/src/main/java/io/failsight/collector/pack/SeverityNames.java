package io.failsight.collector.pack;

import io.failsight.model.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A pack's own words for severities, before those that loggers share; upper and lower case are different. Immutable and thread-safe. */
public final class SeverityNames {
    private final List<Name> names = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // never handed out, never compared
    private record Name(byte[] word, Severity severity) {}

    /** With these words of the pack. */
    public SeverityNames(Map<String, Severity> words) {
        words.forEach((word, severity) -> names.add(new Name(word.getBytes(StandardCharsets.UTF_8), severity)));
    }

    /** The severity that the word means, {@link Severity#UNKNOWN} when it means none. */
    Severity of(byte[] bytes, int offset, int length) {
        for (int i = 0; i < names.size(); i++) {
            byte[] word = names.get(i).word();
            if (word.length == length && java.util.Arrays.equals(word, 0, length, bytes, offset, offset + length)) {
                return names.get(i).severity();
            }
        }
        return Severity.ofName(bytes, offset, length);
    }
}
