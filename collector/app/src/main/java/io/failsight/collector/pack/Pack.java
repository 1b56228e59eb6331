package io.failsight.collector.pack;

import io.failsight.collector.pack.signal.Words;
import io.failsight.collector.pack.template.Template;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One product's pack, compiled. Immutable and thread-safe.
 *
 * @param name lower-kebab name, the name of its folder
 * @param version version
 * @param label name with version, as in the field {@code pack}
 * @param recognitions ways to recognise the product's entries: any of them
 * @param set what is set where the sender did not say it
 * @param splits templates that take a whole line apart, tried before the rules
 * @param rules templates for the message
 * @param others templates for other fields than the message
 * @param severities the product's own words for severities
 * @param zone time zone of times without one
 * @param envelope whether the split's message belongs to another product, found by what the split captured
 * @param words word tables and profiles, for its signals
 * @param start what a line begins with that begins a new record; null when every line does
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Pack(
        String name,
        String version,
        byte[] label,
        List<Recognition> recognitions,
        Constants set,
        RuleTable splits,
        RuleTable rules,
        List<Rule> others,
        SeverityNames severities,
        ZoneId zone,
        boolean envelope,
        Words words,
        @Nullable Template start) {
    public Pack {
        recognitions = List.copyOf(recognitions);
        others = List.copyOf(others);
    }

    /** Name with version, as in the field {@code pack}. */
    public static byte[] label(String name, String version) {
        return (name + "@" + version).getBytes(StandardCharsets.UTF_8);
    }
}
