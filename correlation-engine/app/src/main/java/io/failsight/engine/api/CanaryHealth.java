package io.failsight.engine.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.engine.collector.CollectorAnswer;
import io.failsight.engine.collector.CollectorClient;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Asks the collector how the entry fares that passes the whole way all the time. Thread-safe. */
public final class CanaryHealth {
    private final CollectorClient collector;

    public CanaryHealth(CollectorClient collector) {
        this.collector = collector;
    }

    /** Empty when the collector cannot be asked, or sends none: what is known of that is the collector's own part. */
    Optional<StatusAnswer.Part> ask() {
        return collector.get("canary", Map.of()) instanceof CollectorAnswer.Given given
                ? Optional.of(part(given.body()))
                : Optional.empty();
    }

    private static StatusAnswer.Part part(JsonNode answer) {
        boolean late = answer.path("late").asBoolean();
        StringBuilder words = new StringBuilder();
        if (late) {
            words.append(String.format(
                    Locale.ROOT,
                    "late: what came in %.0f s ago cannot be searched yet; nothing acknowledged is lost, the journal keeps it",
                    answer.path("waitingSeconds").asDouble()));
        } else if (answer.path("found").asLong() == 0) {
            words.append("none was searched yet");
        } else {
            words.append(String.format(
                    Locale.ROOT,
                    "searchable after %.1f s",
                    answer.path("delaySeconds").asDouble()));
        }
        count(answer, "lost", words);
        count(answer, "duplicates", words);
        return new StatusAnswer.Part("canary", !late, words.toString());
    }

    private static void count(JsonNode answer, String what, StringBuilder words) {
        long number = answer.path(what).asLong();
        if (number > 0) {
            words.append(", ").append(number).append(' ').append(what).append(" since the collector's start");
        }
    }
}
