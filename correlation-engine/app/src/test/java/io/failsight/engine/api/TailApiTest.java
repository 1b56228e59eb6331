package io.failsight.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.failsight.engine.tail.TailHub;
import io.failsight.engine.testing.ApiClient;
import io.failsight.engine.testing.Corpus;
import io.failsight.engine.testing.OpenSearchResource;
import io.failsight.engine.testing.UnhurriedProfile;
import io.failsight.model.EntryField;
import io.failsight.model.StorageClass;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Live tail through HTTP, against the real OpenSearch. */
@QuarkusTest
@TestProfile(UnhurriedProfile.class)
@QuarkusTestResource(OpenSearchResource.class)
class TailApiTest {
    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // injected
    URI base;

    @Inject
    @SuppressWarnings("NullAway.Init") // injected
    TailHub hub;

    @Test
    void followsNewEntriesAndStopsWhenTheClientLeaves() throws IOException {
        Corpus corpus = new Corpus(OpenSearchResource.node());
        String index = corpus.createIndex(StorageClass.KEEP, 7);
        try (Socket socket = connect("tailword")) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertEquals("HTTP/1.1 200 OK", lines.readLine());
            await(lines, ":");
            corpus.add(
                    index,
                    InstantSource.system().instant(),
                    entry -> entry.text(EntryField.BODY, "tailword <b>\nline 2"));
            corpus.add(index, InstantSource.system().instant(), entry -> entry.text(EntryField.BODY, "other"));
            corpus.flush();
            await(lines, "event:entry", "event: entry");
            String data = await(lines, "data:");
            JsonNode entry = JsonMapper.builder().build().readTree(data.substring(5));
            assertEquals("tailword <b>\nline 2", entry.path("body").asText());
            assertEquals(1, hub.clients());
        }
        awaitNoClients();
        assertEquals(0, hub.feeds());
        corpus.call("DELETE", "/" + index, "");
    }

    /** RESTEasy and the first event must not both write the head: the loser's error page ended up in the stream. */
    @Test
    void beginsEachOfManyQuickStreamsWithTheHeadAndTheGreeting() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<String>> streams = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                streams.add(threads.submit(this::beginning));
            }
            for (Future<String> stream : streams) {
                String text = stream.get();
                assertTrue(text.startsWith("HTTP/1.1 200 OK"), text);
                assertTrue(text.contains("text/event-stream"), text);
                assertTrue(text.endsWith("live\n"), text);
                assertEquals(1, text.split("HTTP/1.1", -1).length - 1, text);
            }
        }
        awaitNoClients();
    }

    /** What comes until the first event has ended; again where streams that were just left still count. */
    private String beginning() throws IOException {
        String text = tried();
        for (int again = 0; text.startsWith("HTTP/1.1 429") && again < 1_000; again++) {
            LockSupport.parkNanos(10_000_000);
            text = tried();
        }
        return text;
    }

    private String tried() throws IOException {
        try (Socket socket = connect("quick")) {
            StringBuilder text = new StringBuilder();
            InputStream in = socket.getInputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                text.append((char) b);
                if (text.length() == 12 && !text.toString().endsWith("200")) {
                    break;
                }
                if (b == '\n' && text.charAt(text.length() - 2) != '\r') {
                    break; // lines of the head and of chunks end in CR LF, those of events in LF
                }
            }
            return text.toString();
        }
    }

    @Test
    void refusesWrongQueryInWords() {
        ApiClient.Answer answer =
                ApiClient.of(base).basic("vera", OpenSearchResource.PASSWORD).get("/api/v1/tail", "query", "\"open");
        assertEquals(400, answer.status(), answer.response().body());
        assertTrue(answer.json().path("detail").asText().contains("never closed"));
    }

    private Socket connect(String query) throws IOException {
        Socket socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(60_000);
        String credentials = Base64.getEncoder()
                .encodeToString(("vera:" + OpenSearchResource.PASSWORD).getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream()
                .write(("GET /api/v1/tail?query=" + query + " HTTP/1.1\r\nHost: x\r\nAuthorization: Basic "
                                + credentials + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private void awaitNoClients() {
        for (int i = 0; hub.clients() > 0 && i < 3_000; i++) {
            LockSupport.parkNanos(10_000_000);
        }
        assertEquals(0, hub.clients());
    }

    private static String await(BufferedReader lines, String... starts) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            for (String start : starts) {
                if (line.startsWith(start)) {
                    return line;
                }
            }
        }
        throw new IOException("the stream ended");
    }
}
