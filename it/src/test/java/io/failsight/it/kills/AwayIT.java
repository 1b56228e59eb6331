package io.failsight.it.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenSearch is away while what it would get in an hour at 2,000 events a second is journaled as fast as the senders can; then it is back. 7.2 million entries with
 * {@code failsight.full}, else 200,000.
 */
final class AwayIT {
    private static final boolean FULL = Boolean.getBoolean("failsight.full");
    private static final int ENTRIES = FULL ? 3_600 * 2_000 : 200_000;
    private static final int SERVICES = 4;
    private static final long BUDGET = FULL ? 3L << 30 : 64L << 20;
    private static final int SEGMENT = FULL ? 64 << 20 : 4 << 20;
    private static final int DRAIN_SECONDS = FULL ? 3_600 : 300;
    private static final Pattern NUMBERED = Pattern.compile("^(service-\\d) number (\\d+)$");

    private static @TempDir Path folder;

    @Test
    void anHourWithoutOpenSearchIsThereOnceAndInOrder() throws Exception {
        List<String> options = List.of(
                "-Dfailsight.local-logs.enabled=false",
                "-Dfailsight.journal.budget-bytes=" + BUDGET,
                "-Dfailsight.journal.segment-bytes=" + SEGMENT);
        try (Parts parts = new Parts(folder.resolve("parts"), options);
                FolderWatch journal = new FolderWatch(parts.journal())) {
            parts.collector().launch();
            assertTrue(parts.collector().awaitReady());
            long begun = System.nanoTime();
            sendAll(parts);
            long sent = System.nanoTime();
            assertEquals(ENTRIES, (long) parts.metric("failsight_journal_pending"));
            parts.openSearch().launch();
            assertTrue(parts.openSearch().awaitReady());
            awaitDelivered(parts);
            long delivered = System.nanoTime();
            assertTrue(
                    journal.most() <= BUDGET, () -> "the journal took " + journal.most() + " of " + BUDGET + " bytes");

            Map<String, Integer> next = new HashMap<>();
            List<String> wrong = new ArrayList<>();
            parts.index().forEach(entry -> {
                Matcher matcher = NUMBERED.matcher(entry.path("body").asText());
                if (matcher.find()) { // in the order of receipt
                    int number = Integer.parseInt(matcher.group(2));
                    int expected = next.getOrDefault(matcher.group(1), 0);
                    if (number != expected && wrong.size() < 10) {
                        wrong.add(matcher.group(1) + ": " + number + " instead of " + expected);
                    }
                    next.put(matcher.group(1), number + 1);
                }
            });
            assertEquals(List.of(), wrong);
            assertEquals(SERVICES, next.size());
            next.forEach((service, count) -> assertEquals(ENTRIES / SERVICES, count, service));
            assertEquals(ENTRIES, parts.index().count());
            System.out.printf(
                    "AwayIT: %d entries journaled in %d s while OpenSearch was away, at most %d MiB of %d; delivered %d s after it was started, each once"
                            + " and in order%n",
                    ENTRIES,
                    (sent - begun) / 1_000_000_000,
                    journal.most() >> 20,
                    BUDGET >> 20,
                    (delivered - sent) / 1_000_000_000);
        }
    }

    private static void sendAll(Parts parts) throws Exception {
        List<String> failures = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < SERVICES; i++) {
            OtlpService service = new OtlpService(parts.port("otlp-http"), "service-" + i, 0);
            threads.add(Thread.ofPlatform().name("service-" + i).start(() -> {
                try (service) {
                    while (service.acknowledged() < ENTRIES / SERVICES) {
                        var answer = service.send();
                        if (answer.statusCode() != 200) {
                            failures.add(answer.statusCode() + " " + answer.body());
                            return;
                        }
                    }
                } catch (IOException | InterruptedException e) {
                    failures.add(e.toString());
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures, "what fits into the budget is taken");
    }

    private static void awaitDelivered(Parts parts) throws Exception {
        for (int second = 0; second < DRAIN_SECONDS && parts.metric("failsight_journal_pending") > 0; second++) {
            Thread.sleep(1_000);
        }
        assertEquals(0, (long) parts.metric("failsight_journal_pending"), "pending after " + DRAIN_SECONDS + " s");
    }
}
