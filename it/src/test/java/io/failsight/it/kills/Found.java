package io.failsight.it.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.it.Index;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbered entries of the index, by who sent them: how often each is there. */
final class Found {
    private static final Pattern NUMBERED = Pattern.compile("obligation of (the file|otlp|lumberjack) number (\\d+)");
    private static final Pattern SYSLOG = Pattern.compile("unacknowledged number (\\d+) whole");

    private final Map<String, Map<Integer, Integer>> counts = new HashMap<>();

    private Found() {}

    /** Reads every entry; fails when two entries come from one place of the journal. */
    static Found in(Index index) throws IOException, InterruptedException {
        Found found = new Found();
        AtomicLong entries = new AtomicLong();
        index.forEach(entry -> {
            entries.incrementAndGet();
            String body = entry.path("body").asText();
            Matcher numbered = NUMBERED.matcher(body);
            Matcher syslog = SYSLOG.matcher(body);
            if (numbered.find()) {
                found.count(numbered.group(1), Integer.parseInt(numbered.group(2)));
            } else if (syslog.find()) {
                found.count("syslog", Integer.parseInt(syslog.group(1)));
            }
        });
        assertEquals(index.count(), entries.get(), "entries that share a place in the journal");
        return found;
    }

    private void count(String sender, int number) {
        of(sender).merge(number, 1, Integer::sum);
    }

    private Map<Integer, Integer> of(String sender) {
        return counts.computeIfAbsent(sender, key -> new HashMap<>());
    }

    /** Every number below {@code end} is there exactly once. */
    void assertOnce(String sender, int end) {
        List<Integer> wrong = new ArrayList<>();
        for (int number = 0; number < end; number++) {
            if (of(sender).getOrDefault(number, 0) != 1) {
                wrong.add(number);
            }
        }
        assertEquals(
                List.of(), wrong.stream().limit(10).toList(), wrong.size() + " of " + sender + " are not there once");
    }

    /**
     * Every acknowledged number is there; more than once only what was sent more than once.
     *
     * @return how many are there more than once
     */
    int assertAll(String sender, Set<Integer> acknowledged, Set<Integer> repeated) {
        List<Integer> missing = acknowledged.stream()
                .filter(number -> !of(sender).containsKey(number))
                .toList();
        assertEquals(
                List.of(),
                missing.stream().limit(10).toList(),
                missing.size() + " acknowledged of " + sender + " are missing");
        int twice = 0;
        for (Map.Entry<Integer, Integer> record : of(sender).entrySet()) {
            if (record.getValue() > 1) {
                assertTrue(
                        repeated.contains(record.getKey()),
                        () -> sender + " " + record.getKey() + " was sent once and is there " + record.getValue()
                                + " times");
                twice++;
            }
        }
        return twice;
    }

    /**
     * None is there twice.
     *
     * @return how many of the numbers below {@code end} are there
     */
    int assertAtMostOnce(String sender, int end) {
        of(sender)
                .forEach((number, times) -> assertTrue(
                        times == 1 && number < end, () -> sender + " " + number + " is there " + times + " times"));
        return of(sender).size();
    }
}
