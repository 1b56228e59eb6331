package io.failsight.engine.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.failsight.model.TimeSource;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import io.failsight.model.signal.Subject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads signals as {@link io.failsight.model.signal.SignalJson} writes them. Unknown members are ignored, so that a newer collector can say more; every
 * known one must stand and be of its type. Stateless, thread-safe.
 */
public final class SignalReader {
    /** Most signals of a request: one transaction, and at most some milliseconds until it is acknowledged. */
    public static final int MAX_SIGNALS = 512;
    /** Ids are about 20 characters; longer ones are not from a collector. */
    private static final int MAX_ID = 200;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SignalReader() {}

    /**
     * Reads a request: one signal a line; blank lines are skipped.
     *
     * @throws SignalFormatException with the first line that is wrong
     */
    public static List<Signal> readLines(byte[] body) throws SignalFormatException {
        List<Signal> signals = new ArrayList<>();
        String[] lines = new String(body, StandardCharsets.UTF_8).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                if (signals.size() == MAX_SIGNALS) {
                    throw new SignalFormatException(
                            i + 1,
                            "",
                            "a request holds at most " + MAX_SIGNALS + " signals; send the others in the next");
                }
                signals.add(read(lines[i], i + 1));
            }
        }
        return signals;
    }

    /** Reads one line; {@code number} is told in errors. */
    public static Signal read(String line, int number) throws SignalFormatException {
        return new Line(parse(line, number), number, "").signal();
    }

    private static JsonNode parse(String line, int number) throws SignalFormatException {
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new SignalFormatException(number, "", "no JSON: " + e.getOriginalMessage());
        }
        if (!json.isObject()) {
            throw new SignalFormatException(number, "", "must be a JSON object");
        }
        return json;
    }

    /** One object of a line. */
    private record Line(JsonNode json, int number, String prefix) {
        Signal signal() throws SignalFormatException {
            String id = text("id");
            if (id.isBlank() || id.length() > MAX_ID) {
                throw wrong("id", "must hold 1 to " + MAX_ID + " characters");
            }
            return new Signal(
                    id,
                    kind(),
                    subject(),
                    text("reporter"),
                    flag("remote"),
                    number("timeNanos"),
                    timeSource(),
                    notNegative("resolutionNanos"),
                    number("observedNanos"),
                    text("source"),
                    number("sequence"),
                    number("clockOffsetNanos"),
                    notNegative("clockUncertaintyNanos"),
                    details(),
                    text("text"));
        }

        private SignalKind kind() throws SignalFormatException {
            String id = text("kind");
            return SignalKind.ofId(id)
                    .orElseThrow(() -> wrong(
                            "kind",
                            "'" + id + "' is no kind of signal; this Failsight knows "
                                    + Arrays.stream(SignalKind.values())
                                            .map(SignalKind::id)
                                            .collect(Collectors.joining(", "))));
        }

        private TimeSource timeSource() throws SignalFormatException {
            String id = text("timeSource");
            return Arrays.stream(TimeSource.values())
                    .filter(source -> source.id().equals(id))
                    .findFirst()
                    .orElseThrow(
                            () -> wrong("timeSource", "must be parsed, zone-assumed or receipt, not '" + id + "'"));
        }

        private Subject subject() throws SignalFormatException {
            Line subject = new Line(object("subject"), number, "subject.");
            return new Subject(
                    subject.text("site"),
                    subject.text("cluster"),
                    subject.text("node"),
                    subject.text("layer"),
                    subject.text("component"),
                    subject.text("resource"));
        }

        private Map<String, String> details() throws SignalFormatException {
            Line details = new Line(object("details"), number, "details.");
            Map<String, String> values = new HashMap<>();
            for (Map.Entry<String, JsonNode> member : details.json.properties()) {
                values.put(member.getKey(), details.text(member.getKey()));
            }
            return values;
        }

        private JsonNode object(String name) throws SignalFormatException {
            JsonNode value = member(name);
            if (!value.isObject()) {
                throw wrong(name, "must be an object");
            }
            return value;
        }

        private String text(String name) throws SignalFormatException {
            JsonNode value = member(name);
            if (!value.isTextual()) {
                throw wrong(name, "must be a text");
            }
            return value.asText();
        }

        private boolean flag(String name) throws SignalFormatException {
            JsonNode value = member(name);
            if (!value.isBoolean()) {
                throw wrong(name, "must be true or false");
            }
            return value.asBoolean();
        }

        private long number(String name) throws SignalFormatException {
            JsonNode value = member(name);
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw wrong(name, "must be a whole number of at most 64 bits");
            }
            return value.asLong();
        }

        private long notNegative(String name) throws SignalFormatException {
            long value = number(name);
            if (value < 0) {
                throw wrong(name, "must not be negative");
            }
            return value;
        }

        private JsonNode member(String name) throws SignalFormatException {
            JsonNode value = json.get(name);
            if (value == null) {
                throw wrong(name, "is missing");
            }
            return value;
        }

        private SignalFormatException wrong(String name, String problem) {
            return new SignalFormatException(number, prefix + name, problem);
        }
    }
}
