package io.failsight.collector.watch;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchConsumer;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.Outcome;
import io.failsight.model.Bytes;
import io.failsight.model.JsonText;
import io.failsight.model.TimeText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Writes what the collector found out as entries: JSON through the intake, receiver {@value #RECEIVER}, recognised by the pack failsight. A
 * topic's state lies in the journal's cursor of its source, durable exactly when its entry is, so that a restart neither repeats nor
 * forgets a state. Thread-safe.
 */
public final class Announcer {
    /** Receiver of these entries. */
    public static final String RECEIVER = "failsight";

    private static final Logger LOG = Logger.getLogger(Announcer.class);
    private static final String LOGGER = "io.failsight.collector.watch";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final BatchConsumer intake;
    private final InstantSource clock;
    private final Map<String, String> states = new HashMap<>();

    /** How much a statement matters. */
    public enum Weight {
        INFO,
        WARN,
        ERROR
    }

    /** @param cursors what the journal remembers of each source */
    public Announcer(BatchConsumer intake, InstantSource clock, Map<String, String> cursors) {
        this.intake = intake;
        this.clock = clock;
        cursors.forEach((source, state) -> {
            if (source.startsWith(RECEIVER + "/")) {
                states.put(source.substring(RECEIVER.length() + 1), state);
            }
        });
    }

    /** Now, in nanoseconds since the epoch. */
    public long nowNanos() {
        Instant now = clock.instant();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }

    /** The state of a topic as last said, also before a restart; empty when nothing was. */
    public synchronized String state(String topic) {
        return states.getOrDefault(topic, "");
    }

    /** All states of topics that begin so, by the rest of the topic. */
    public synchronized Map<String, String> states(String prefix) {
        Map<String, String> found = new HashMap<>();
        states.forEach((topic, state) -> {
            if (topic.startsWith(prefix)) {
                found.put(topic.substring(prefix.length()), state);
            }
        });
        return found;
    }

    /**
     * Says it, and remembers the state.
     *
     * @param topic what it is about, stable: the entry's source is {@code failsight/topic}
     * @param state the topic's new state, not empty
     * @param timeNanos since when it is so
     * @param sentence the message; the pack failsight knows its forms
     * @param details more attributes
     * @return whether it is on disk; if not, it is to be said again later
     */
    public synchronized boolean say(
            String topic, String state, Weight weight, long timeNanos, String sentence, Map<String, String> details) {
        byte[] line = line(weight, timeNanos, sentence, details);
        BatchHeader header = new BatchHeader(
                Content.JSON, Framing.LINES, RECEIVER, RECEIVER + "/" + topic, "", nowNanos(), 1, state);
        return switch (intake.accept(new Batch(header, line, 0, line.length), PATIENCE)) {
            case Outcome.Accepted accepted -> {
                states.put(topic, state);
                yield true;
            }
            case Outcome.RetryLater later -> false;
            case Outcome.Refused refused -> {
                LOG.warnf("what the collector found out about %s cannot be kept: %s", topic, refused.reason());
                states.put(topic, state);
                yield true;
            }
        };
    }

    private static byte[] line(Weight weight, long timeNanos, String sentence, Map<String, String> details) {
        Bytes out = new Bytes(256);
        out.add("{\"@timestamp\":\"");
        new TimeText().write(timeNanos, out);
        out.add("\",\"level\":\"").add(weight.name()).add("\",\"logger\":\"").add(LOGGER);
        out.add("\",\"message\":");
        quote(sentence, out);
        details.forEach((key, value) -> {
            quote(key, out.add(','));
            quote(value, out.add(':'));
        });
        return out.add('}').toByteArray();
    }

    private static void quote(String text, Bytes out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        JsonText.quote(bytes, 0, bytes.length, out);
    }
}
