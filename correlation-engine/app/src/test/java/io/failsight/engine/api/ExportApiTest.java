package io.failsight.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.engine.testing.ApiClient;
import io.failsight.engine.testing.Await;
import io.failsight.engine.testing.Corpus;
import io.failsight.engine.testing.OpenSearchResource;
import io.failsight.model.EntryField;
import io.failsight.model.StorageClass;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exports of real entries, of more than a page. */
@QuarkusTest
@QuarkusTestResource(OpenSearchResource.class)
class ExportApiTest {
    private static final int ENTRIES = 6_500;
    private static final Instant START = Instant.parse("2025-03-01T10:00:00Z");
    private static final String EXPORT = "/api/v1/entries/export";
    private static final String MINE = "program:export-test";

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // injected
    URI base;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ApiClient vera;

    @BeforeAll
    static void index() {
        Corpus corpus = new Corpus(OpenSearchResource.node());
        String index = corpus.createIndex(StorageClass.NORMAL, 77);
        String filling = "x".repeat(2_000);
        for (int i = 0; i < ENTRIES; i++) {
            int number = i;
            // Ten of each nanosecond, so that pages end between entries of the same time.
            corpus.add(index, START.plusSeconds(number / 10), entry -> {
                entry.text(EntryField.PROGRAM, "export-test");
                entry.text(EntryField.BODY, number == 7 ? "=cmd|' /C calc'!A0 \"and\" more" : number + " " + filling);
                entry.attribute("zone", "eu");
            });
            if (i % 1_000 == 999) {
                corpus.flush();
            }
        }
        corpus.flush();
    }

    /** Other tests ask the same node. */
    @AfterAll
    static void leave() {
        Corpus corpus = new Corpus(OpenSearchResource.node());
        assertTrue(corpus.call("DELETE", "/failsight-normal-000077", "").contains("true"));
    }

    @BeforeEach
    void signIn() {
        vera = ApiClient.of(base).basic("vera", OpenSearchResource.PASSWORD);
    }

    private List<String> audit() {
        List<String> acts = new ArrayList<>();
        vera.get("/api/v1/audit", "size", "100")
                .json()
                .path("audit")
                .forEach(act -> acts.add(act.path("by").asText() + " "
                        + act.path("action").asText() + ": " + act.path("text").asText()));
        return acts;
    }

    @Test
    void exportsEveryEntryOnceOldestFirst() throws IOException {
        ApiClient.Answer answer = vera.get(EXPORT, "query", MINE, "format", "ndjson");
        assertEquals(200, answer.status());
        assertEquals("application/x-ndjson", answer.header("Content-Type"));
        Set<String> ids = new HashSet<>();
        String last = "";
        for (String line : answer.response().body().split("\n")) {
            JsonNode entry = new ObjectMapper().readTree(line);
            ids.add(entry.path("id").asText());
            assertTrue(last.compareTo(entry.path("time").asText()) <= 0);
            last = entry.path("time").asText();
        }
        assertEquals(ENTRIES, ids.size());
        assertEquals(ENTRIES, answer.response().body().lines().count());
        List<String> acts = audit();
        assertEquals(
                "vera export-end: " + ENTRIES + " rows, whole: ndjson of entries, query " + MINE
                        + ", from the first, to now",
                acts.getFirst());
        assertEquals("vera export: ndjson of entries, query " + MINE + ", from the first, to now", acts.get(1));
    }

    @Test
    void exportsCsvThatSpreadsheetsDoNotRun() {
        ApiClient.Answer answer =
                vera.get(EXPORT, "query", MINE, "from", "2025-03-01T10:00:00Z", "to", "2025-03-01T10:00:02Z");
        assertEquals(200, answer.status(), answer.response().body());
        assertEquals("text/csv; charset=utf-8; header=present", answer.header("Content-Type"));
        assertTrue(
                answer.header("Content-Disposition")
                        .matches("attachment; filename=\"failsight-entries-[0-9TZ]+\\.csv\""),
                answer.header("Content-Disposition"));
        String[] lines = answer.response().body().split("\r\n");
        assertEquals(21, lines.length);
        assertTrue(lines[0].startsWith("\uFEFF\"time\",\"severity\",\"site\""), lines[0]);
        assertTrue(lines[8].contains(",\"'=cmd|' /C calc'!A0 \"\"and\"\" more\","), lines[8]);
    }

    @Test
    void saysWhatIsWrongBeforeItBegins() {
        assertEquals(400, vera.get(EXPORT, "query", "\"open").status());
        assertEquals(400, vera.get(EXPORT, "format", "xlsx").status());
        assertEquals(400, vera.get(EXPORT, "from", "yesterday morning").status());
    }

    /** Who closes the window stops the work, and the audit says how far it came. */
    @Test
    void stopsWhenNobodyTakesItAnyMore() throws IOException {
        String credentials = Base64.getEncoder()
                .encodeToString(("otto:" + OpenSearchResource.PASSWORD).getBytes(StandardCharsets.UTF_8));
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
            socket.getOutputStream()
                    .write(("GET " + EXPORT + "?query=" + MINE
                                    + "&format=ndjson HTTP/1.1\r\nHost: x\r\nAuthorization: Basic " + credentials
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertEquals("HTTP/1.1 200", new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
            socket.setSoLinger(true, 0);
        }
        Await.until(
                "the end of the export in the audit",
                () -> audit().stream()
                        .anyMatch(
                                act -> act.startsWith("otto export-end: ") && act.contains("nobody took it any more")));
    }
}
