package io.failsight.core.testing;

import io.failsight.model.TimeSource;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import io.failsight.model.signal.Subject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Reads a line of JSON as {@link io.failsight.model.signal.SignalJson} writes it: strings, integers, booleans and objects. Not thread-safe. */
public final class SignalReader {
    private final String line;
    private int at;

    private SignalReader(String line) {
        this.line = line;
    }

    public static Signal read(String line) {
        Map<String, Object> fields = new SignalReader(line).object();
        Map<String, String> details = new HashMap<>();
        map(fields, "details").forEach((key, value) -> details.put(key, value.toString()));
        Map<String, Object> subject = map(fields, "subject");
        return new Signal(
                text(fields, "id"),
                SignalKind.ofId(text(fields, "kind")).orElseThrow(),
                new Subject(
                        text(subject, "site"),
                        text(subject, "cluster"),
                        text(subject, "node"),
                        text(subject, "layer"),
                        text(subject, "component"),
                        text(subject, "resource")),
                text(fields, "reporter"),
                text(fields, "remote").equals("true"),
                number(fields, "timeNanos"),
                Arrays.stream(TimeSource.values())
                        .filter(each -> each.id().equals(text(fields, "timeSource")))
                        .findFirst()
                        .orElseThrow(),
                number(fields, "resolutionNanos"),
                number(fields, "observedNanos"),
                text(fields, "source"),
                number(fields, "sequence"),
                number(fields, "clockOffsetNanos"),
                number(fields, "clockUncertaintyNanos"),
                details,
                text(fields, "text"));
    }

    private static String text(Map<String, Object> fields, String name) {
        return fields.getOrDefault(name, "").toString();
    }

    private static long number(Map<String, Object> fields, String name) {
        return Long.parseLong(text(fields, name));
    }

    private static Map<String, Object> map(Map<String, Object> fields, String name) {
        Map<String, Object> typed = new HashMap<>();
        if (fields.get(name) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> typed.put(String.valueOf(key), String.valueOf(value)));
        }
        return typed;
    }

    private Map<String, Object> object() {
        Map<String, Object> fields = new HashMap<>();
        at++;
        while (line.charAt(at) != '}') {
            if (line.charAt(at) == ',') {
                at++;
            }
            String name = string();
            at++;
            fields.put(name, value());
        }
        at++;
        return fields;
    }

    private Object value() {
        return switch (line.charAt(at)) {
            case '{' -> object();
            case '"' -> string();
            default -> word();
        };
    }

    private String word() {
        int from = at;
        while (",}".indexOf(line.charAt(at)) < 0) {
            at++;
        }
        return line.substring(from, at);
    }

    private String string() {
        StringBuilder text = new StringBuilder();
        for (at++; line.charAt(at) != '"'; at++) {
            if (line.charAt(at) == '\\') {
                at++;
            }
            text.append(line.charAt(at));
        }
        at++;
        return text.toString();
    }
}
