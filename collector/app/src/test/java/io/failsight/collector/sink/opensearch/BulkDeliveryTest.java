package io.failsight.collector.sink.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.EntryWriter;
import io.failsight.model.IndexMapping;
import io.failsight.model.PromotedKeys;
import io.failsight.model.StorageClass;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bulk bodies against an answerer that says what the test wants. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // the server is made before each test
final class BulkDeliveryTest {
    private static final String ALL_CREATED = "{\"errors\":false}";
    private static final String NO_INDEX =
            "{\"create\":{\"status\":404,\"error\":{\"type\":\"index_not_found_exception\",\"reason\":\"no such index\"}}}";
    private static final String CREATED = "{\"create\":{\"status\":201}}";

    @TempDir
    Path folder;

    private final SinkStats stats = new SinkStats();
    private final List<String> indices = new CopyOnWriteArrayList<>();
    private final List<String> made = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private HttpServer server;

    /** What a bulk request is answered with. */
    private record Answer(int status, String body) {}

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        Answer answer = new Answer(404, "not here");
        if (path.endsWith("/_bulk")) {
            answer = answers.size() > 1 ? answers.remove() : answers.element();
        } else if (path.startsWith("/_cat/indices/")) {
            answer = new Answer(
                    200,
                    indices.stream()
                            .map(name -> "{\"index\":\"" + name + "\"}")
                            .collect(Collectors.joining(",", "[", "]")));
        } else if (exchange.getRequestMethod().equals("PUT")) {
            made.add(path.substring(1));
            indices.add(path.substring(1));
            answer = new Answer(200, "{}");
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Delivers three entries of class normal to the index with that number. */
    private boolean deliver(int number, Answer... script) throws Exception {
        answers.addAll(Arrays.asList(script));
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        SinkConfig config = new SinkConfig(
                address,
                "token",
                1 << 20,
                Duration.ofMillis(20),
                1,
                Duration.ofSeconds(20),
                Duration.ofMillis(1),
                Duration.ofMillis(5));
        IndexCatalog catalog = new IndexCatalog(OpenSearchClients.open(address, "token"), 0, PromotedKeys.NONE);
        BulkBody body = new BulkBody(StorageClass.NORMAL, 1 << 10);
        body.open(index(number), PromotedKeys.NONE, 0, 0);
        EntryWriter writer = new EntryWriter();
        for (int i = 0; i < 3; i++) {
            Entry entry = new Entry();
            entry.text(EntryField.BODY, "entry number " + i);
            body.add(entry, writer, 77L << 16, i, i);
        }
        try (DeadLetterStore letters = new DeadLetterStore(folder, 1 << 20, () -> Instant.EPOCH);
                BulkDelivery delivery = new BulkDelivery(config, catalog, letters, stats, () -> false)) {
            return delivery.deliver(body);
        }
    }

    private static String index(int number) {
        return IndexMapping.indexName(StorageClass.NORMAL, number);
    }

    private static Answer items(String... items) {
        return new Answer(200, "{\"errors\":true,\"items\":[" + String.join(",", items) + "]}");
    }

    @Test
    void whoeverAnswersNotFoundForOpenSearchLosesNothing() throws Exception {
        indices.addAll(List.of(index(1), index(2)));
        assertTrue(deliver(1, new Answer(404, "<html>nothing here</html>"), new Answer(200, ALL_CREATED)));
        assertEquals(3, stats.delivered().sum());
        assertEquals(0, stats.evicted().sum());
        assertEquals(List.of(), made);
    }

    @Test
    void countsEntriesWhoseIndexWasEvicted() throws Exception {
        indices.addAll(List.of(index(2), index(3)));
        assertTrue(deliver(1, items(NO_INDEX, NO_INDEX, NO_INDEX)));
        assertEquals(3, stats.evicted().sum());
        assertEquals(0, stats.delivered().sum());
        assertEquals(List.of(), made);
    }

    @Test
    void makesAnIndexAgainThatIsGoneWhileAnOlderOneIsThere() throws Exception {
        indices.addAll(List.of(index(1), index(3)));
        assertTrue(deliver(2, items(CREATED, NO_INDEX, NO_INDEX), new Answer(200, ALL_CREATED)));
        assertEquals(List.of(index(2)), made);
        assertEquals(3, stats.delivered().sum());
        assertEquals(0, stats.evicted().sum());
    }

    @Test
    void makesTheLastIndexAgainWhenItIsGone() throws Exception {
        assertTrue(deliver(4, items(NO_INDEX, NO_INDEX, NO_INDEX), new Answer(200, ALL_CREATED)));
        assertEquals(List.of(index(4)), made);
        assertEquals(3, stats.delivered().sum());
        assertEquals(0, stats.evicted().sum());
    }
}
