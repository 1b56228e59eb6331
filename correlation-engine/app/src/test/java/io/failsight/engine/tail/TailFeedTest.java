package io.failsight.engine.tail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.engine.query.IndexQuery;
import io.failsight.engine.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TailFeedTest {
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
    private static final IndexQuery ALL = new IndexQuery.All();

    private final List<TailSource.Found> index = new ArrayList<>();
    private final TailSource source = (_, since, most) -> {
        synchronized (index) {
            List<TailSource.Found> found = index.stream()
                    .filter(entry -> !entry.observed().isBefore(since))
                    .sorted(Comparator.comparing(TailSource.Found::observed).reversed())
                    .toList();
            return new TailSource.Recent(
                    found.size(), found.stream().limit(most).toList());
        }
    };

    private void add(int id, double seconds) {
        synchronized (index) {
            index.add(new TailSource.Found("id" + id, START.plusMillis((long) (seconds * 1_000)), "json" + id));
        }
    }

    private static List<String> told(TailClient client) throws InterruptedException {
        return client.next(Duration.ZERO).stream().map(TailFeedTest::text).toList();
    }

    private static String text(TailEvent event) {
        return switch (event) {
            case TailEvent.Arrived arrived -> arrived.json();
            case TailEvent.Dropped dropped -> "dropped " + dropped.count();
        };
    }

    @Test
    void tellsEachEntryOnceAndLateOnesToo() throws Exception {
        TailFeed feed = new TailFeed(ALL, source, START);
        TailClient client = new TailClient();
        feed.add(client);
        add(1, 1);
        add(2, 2);
        feed.poll();
        assertEquals(List.of("json1", "json2"), told(client));
        add(4, 4);
        feed.poll();
        add(3, 3); // searchable after a later one
        feed.poll();
        feed.poll();
        assertEquals(List.of("json4", "json3"), told(client));
    }

    @Test
    void countsWhatIsTooMuchForOneQuestion() throws Exception {
        TailFeed feed = new TailFeed(ALL, source, START);
        TailClient client = new TailClient();
        feed.add(client);
        IntStream.range(0, 700).forEach(i -> add(i, i * 0.001));
        feed.poll();
        List<String> told = told(client);
        assertEquals(501, told.size());
        assertEquals("json200", told.getFirst());
        assertEquals("dropped 200", told.getLast());
        feed.poll();
        assertEquals(List.of(), told(client));
    }

    @Test
    void dropsAndCountsForSlowClientsOnly() throws Exception {
        TailFeed feed = new TailFeed(ALL, source, START);
        TailClient slow = new TailClient();
        TailClient quick = new TailClient();
        feed.add(slow);
        feed.add(quick);
        for (int i = 0; i < 6; i++) {
            int from = i * 100;
            IntStream.range(from, from + 100).forEach(n -> add(n, n * 0.01));
            feed.poll();
            assertEquals(100, told(quick).size());
        }
        List<String> told = told(slow);
        assertEquals(TailClient.MAX_WAITING + 1, told.size());
        assertEquals("dropped 100", told.getLast());
    }

    @Test
    void sharesFeedsAndEndsThem() throws InterruptedException {
        try (TailHub hub = new TailHub(source, new FakeClock(), Duration.ofMillis(5), _ -> {})) {
            TailClient one = hub.join(ALL).orElseThrow();
            TailClient two = hub.join(ALL).orElseThrow();
            assertEquals(1, hub.feeds());
            add(1, 1);
            assertEquals("json1", text(one.next(Duration.ofSeconds(20)).getFirst()));
            assertEquals("json1", text(two.next(Duration.ofSeconds(20)).getFirst()));
            hub.leave(ALL, one);
            assertEquals(1, hub.feeds());
            hub.leave(ALL, two);
            assertEquals(0, hub.feeds());
            assertEquals(0, hub.clients());
        }
    }

    @Test
    void boundsFeedsAndClients() {
        try (TailHub hub = new TailHub(source, new FakeClock(), Duration.ofSeconds(1), _ -> {})) {
            for (int i = 0; i < TailHub.MAX_FEEDS; i++) {
                assertTrue(hub.join(new IndexQuery.Ids(List.of("x" + i))).isPresent());
            }
            assertEquals(Optional.empty(), hub.join(ALL));
            IndexQuery known = new IndexQuery.Ids(List.of("x1"));
            while (hub.clients() < TailHub.MAX_CLIENTS) {
                assertTrue(hub.join(known).isPresent());
            }
            assertEquals(Optional.empty(), hub.join(known));
        }
    }

    @Test
    void goesOnWhenTheIndexDoesNotAnswer() throws InterruptedException {
        List<Exception> failures = new ArrayList<>();
        TailSource failing = (_, _, _) -> {
            throw new IllegalStateException("down");
        };
        try (TailHub hub = new TailHub(failing, new FakeClock(), Duration.ofMillis(5), failure -> {
            synchronized (failures) {
                failures.add(failure);
                failures.notifyAll();
            }
        })) {
            TailClient client = hub.join(ALL).orElseThrow();
            synchronized (failures) {
                while (failures.isEmpty()) {
                    failures.wait(20_000);
                }
            }
            assertEquals(List.of(), client.next(Duration.ZERO));
        }
    }
}
