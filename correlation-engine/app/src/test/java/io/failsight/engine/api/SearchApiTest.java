package io.failsight.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.engine.testing.ApiClient;
import io.failsight.engine.testing.Corpus;
import io.failsight.engine.testing.OpenSearchResource;
import io.failsight.model.EntryField;
import io.failsight.model.StorageClass;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every search call against the real OpenSearch, through HTTP. */
@QuarkusTest
@QuarkusTestResource(OpenSearchResource.class)
class SearchApiTest {
    private static final Instant START = Instant.parse("2026-11-20T10:00:00.123456789Z");
    private static final String HOSTILE = "<script>alert(1)</script>\u0001\"\\ \u202e${jndi:ldap://x} 'OR 1=1";
    private static final List<String> IDS = new ArrayList<>();

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // injected
    URI base;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ApiClient api;

    @BeforeAll
    static void index() {
        Corpus corpus = new Corpus(OpenSearchResource.node());
        String first = corpus.createIndex(StorageClass.NORMAL, 1);
        String second = corpus.createIndex(StorageClass.NORMAL, 2);
        for (int i = 0; i < 40; i++) {
            int number = i;
            corpus.add(number < 20 ? first : second, START.plusSeconds(number), entry -> {
                entry.text(EntryField.BODY, "Connection " + number + " to db-" + number % 4 + " refused");
                entry.number(EntryField.SEVERITY, number % 10 == 0 ? 17 : 9);
                entry.text(EntryField.HOST, "web" + number % 3);
                entry.text(EntryField.SITE, number < 30 ? "north" : "south");
                entry.number(EntryField.PID, 1000 + number);
                entry.attribute("zone", "eu-" + number % 2);
                entry.attribute("zone", "all");
            });
        }
        corpus.add(second, START.plusSeconds(100), entry -> {
            entry.text(EntryField.BODY, HOSTILE);
            entry.text(EntryField.SOURCE, "other");
            entry.text(EntryField.ERROR_TYPE, "java.lang.IllegalStateException");
            entry.text(EntryField.STACK_TRACE, "java.lang.IllegalStateException: gone\n\tat io.x.Y.z(Y.java:1)");
            entry.attribute("k\"ey", "v<b>");
        });
        corpus.flush();
        IDS.addAll(corpus.ids());
    }

    @BeforeEach
    void signIn() {
        api = ApiClient.of(base).basic("vera", OpenSearchResource.PASSWORD);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            *                                    | 41
            refused                              | 40
            REFUSED connection                   | 40
            "connection 7"                       | 1
            db-1                                 | 10
            body:db-1 AND host:web0              | 3
            severity:error                       | 4
            severity:>=warn                      | 4
            severity:unknown                     | 1
            NOT severity:unknown                 | 40
            host:(web0 OR web1)                  | 27
            host:web*                            | 40
            host:web?                            | 40
            pid:[1000 TO 1009]                   | 10
            pid:{1000 TO 1009}                   | 8
            pid:>1035                            | 4
            zone:eu-1                            | 20
            zone:eu-*                            | 40
            zone:all -site:north                 | 10
            _exists_:zone                        | 40
            _exists_:error_type                  | 1
            error_type:*                         | 1
            body:*                               | 41
            nothere:x                            | 0
            illegalstate*                        | 1
            illegalstate                         | 0
            IllegalStateException                | 1
            lang.IllegalStateException           | 1
            lang.illegal*                        | 1
            lang.state*                          | 0
            java.*                               | 1
            *.IllegalStateException              | 1
            "Y.java:1"                           | 1
            "X.Y z"                              | 1
            java.io                              | 0
            body:"db-1 refused"                  | 10
            db-1*                                | 10
            db-*                                 | 40
            *illegalstate*                       | 1
            java.lang.IllegalStateException      | 1
            time:[2026-11-20T10:00:00 TO 2026-11-20T10:00:09] | 10
            time:2026-11-20                      | 41
            time:>now                            | 0
            observed:>=2026-11-20T10:00:39.123Z  | 2
            "<script>alert"                      | 1
            attr:"zone=all"                      | 40
            """)
    void findsWhatTheQuerySays(String query, int expected) {
        ApiClient.Answer answer = api.get("/api/v1/entries", "query", query);
        assertEquals(200, answer.status(), answer.response().body());
        assertEquals(
                expected, answer.json().path("total").asInt(), answer.response().body());
        assertFalse(answer.json().path("totalIsLowerBound").asBoolean());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            query=%22open            | 0  | never closed
            query=a%20AND            | 5  | ends where a word was expected
            query=zone:%3E5          | 0  | no ranges
            query=severity:loud      | 9  | no severity
            query=/re/               | 0  | regular expressions
            query=roam~2             | 4  | fuzzy
            from=yesterday           | -1 | 'from' is no time
            from=now&to=now-1h       | -1 | swap them
            size=0                   | -1 | 'size' must be
            size=1001                | -1 | 'size' must be
            size=x                   | -1 | 'size' must be
            order=up                 | -1 | 'order' must be
            cursor=abc               | -1 | cursor
            """)
    void saysInWordsWhatIsWrong(String parameters, int position, String words) {
        ApiClient.Answer answer = api.get("/api/v1/entries?" + parameters);
        assertEquals(400, answer.status());
        assertEquals("application/problem+json", answer.header("Content-Type").split(";")[0]);
        JsonNode problem = answer.json();
        assertTrue(problem.path("detail").asText().contains(words), problem.toString());
        assertEquals(position, problem.path("position").asInt(-1), problem.toString());
    }

    @Test
    void givesEachEntryOnceOverAllPages() {
        for (String order : List.of("desc", "asc")) {
            List<String> seen = new ArrayList<>();
            String cursor = "";
            do {
                JsonNode page = api.get("/api/v1/entries", "size", "7", "order", order, "cursor", cursor)
                        .json();
                page.path("entries").forEach(entry -> seen.add(entry.path("id").asText()));
                cursor = page.path("next").asText("");
            } while (!cursor.isEmpty());
            assertEquals(order.equals("asc") ? IDS : IDS.reversed(), seen);
        }
    }

    @Test
    void refusesCursorOfAnotherQuery() {
        String next =
                api.get("/api/v1/entries", "size", "1").json().path("next").asText();
        ApiClient.Answer answer = api.get("/api/v1/entries", "size", "1", "query", "refused", "cursor", next);
        assertEquals(400, answer.status());
    }

    @Test
    void showsEveryFieldOfAnEntry() {
        JsonNode entry = api.get("/api/v1/entries/" + IDS.get(10)).json();
        assertEquals(IDS.get(10), entry.path("id").asText());
        assertEquals("2026-11-20T10:00:10.123456789Z", entry.path("time").asText());
        assertEquals("parsed", entry.path("time_source").asText());
        assertEquals("2026-11-20T10:00:10.123Z", entry.path("observed").asText());
        assertEquals("error", entry.path("severity").asText());
        assertEquals(17, entry.path("severityNumber").asInt());
        assertEquals("Connection 10 to db-2 refused", entry.path("body").asText());
        assertEquals(1010, entry.path("pid").asInt());
        assertEquals("all", entry.path("attr").path("zone").path(0).asText());
        assertEquals("eu-0", entry.path("attr").path("zone").path(1).asText());
    }

    @Test
    void givesHostileContentBackAsText() {
        ApiClient.Answer answer = api.get("/api/v1/entries/" + IDS.get(40));
        assertEquals(HOSTILE, answer.json().path("body").asText());
        assertEquals("v<b>", answer.json().path("attr").path("k\"ey").path(0).asText());
        assertEquals("application/json", answer.header("Content-Type").split(";")[0]);
        assertEquals("nosniff", answer.header("X-Content-Type-Options"));
    }

    @Test
    void tellsThatAnEntryIsNotThere() {
        for (String path : List.of("/api/v1/entries/AAAAAAAAAAAAAAAA", "/api/v1/entries/AAAAAAAAAAAAAAAA/neighbours")) {
            ApiClient.Answer answer = api.get(path);
            assertEquals(404, answer.status());
            assertEquals("No such entry", answer.json().path("title").asText());
        }
    }

    @Test
    void showsNeighboursOfTheSameSourceAcrossIndices() {
        JsonNode answer = api.get("/api/v1/entries/" + IDS.get(20) + "/neighbours", "before", "3", "after", "2")
                .json();
        assertEquals(IDS.subList(17, 20), ids(answer.path("before")));
        assertEquals(IDS.get(20), answer.path("entry").path("id").asText());
        assertEquals(IDS.subList(21, 23), ids(answer.path("after")));
        JsonNode last =
                api.get("/api/v1/entries/" + IDS.get(39) + "/neighbours").json();
        assertEquals(IDS.subList(19, 39), ids(last.path("before")));
        assertEquals(List.of(), ids(last.path("after")));
    }

    @Test
    void countsOverTime() {
        JsonNode answer = api.get(
                        "/api/v1/histogram",
                        "from",
                        "2026-11-20T10:00:00Z",
                        "to",
                        "2026-11-20T10:02:00Z",
                        "buckets",
                        "12")
                .json();
        assertEquals(10_000, answer.path("intervalMillis").asLong());
        assertEquals(12, answer.path("buckets").size());
        assertEquals(41, answer.path("total").asInt());
        JsonNode first = answer.path("buckets").path(0);
        assertEquals("2026-11-20T10:00:00Z", first.path("time").asText());
        assertEquals(
                "{\"info\":9,\"error\":1}".length(),
                first.path("bySeverity").toString().length());
        assertEquals(1, first.path("bySeverity").path("error").asInt());
        assertEquals(
                1,
                answer.path("buckets")
                        .path(10)
                        .path("bySeverity")
                        .path("unknown")
                        .asInt());
        assertEquals(0, answer.path("buckets").path(11).path("total").asInt());
    }

    @Test
    void countsOverAllTimeWhenNoneIsGiven() {
        JsonNode answer = api.get("/api/v1/histogram", "query", "refused").json();
        assertEquals(40, answer.path("total").asInt());
        assertTrue(answer.path("buckets").size() <= 60);
        JsonNode nothing = api.get("/api/v1/histogram", "query", "nothere:x").json();
        assertEquals(0, nothing.path("buckets").size());
    }

    @Test
    void countsValues() {
        JsonNode facets = api.get("/api/v1/facets", "fields", "site,severity,zone,pid,cluster", "size", "2")
                .json()
                .path("facets");
        assertEquals(
                "{\"sampled\":false,\"missing\":1,\"other\":0,\"values\":[{\"value\":\"north\",\"count\":30},{\"value\":\"south\",\"count\":10}]}",
                facets.path("site").toString());
        assertEquals(
                "info",
                facets.path("severity").path("values").path(0).path("value").asText());
        assertTrue(facets.path("zone").path("sampled").asBoolean());
        assertEquals(1, facets.path("zone").path("missing").asInt());
        assertEquals(
                "all", facets.path("zone").path("values").path(0).path("value").asText());
        assertEquals(
                40, facets.path("zone").path("values").path(0).path("count").asInt());
        assertEquals(38, facets.path("pid").path("other").asInt());
        assertEquals(41, facets.path("cluster").path("missing").asInt());
    }

    @Test
    void refusesFacetsOfText() {
        ApiClient.Answer answer = api.get("/api/v1/facets", "fields", "body");
        assertEquals(400, answer.status());
        assertTrue(answer.json().path("detail").asText().contains("no facets"));
    }

    @Test
    void listsFields() {
        JsonNode fields = api.get("/api/v1/fields").json();
        assertEquals(EntryField.values().length, fields.size());
        assertEquals("time", fields.path(0).path("name").asText());
    }

    @Test
    void tellsHowThePartsFare() {
        JsonNode parts = api.get("/api/v1/status").json().path("parts");
        assertTrue(parts.path(0).path("up").asBoolean(), parts.toString());
        assertTrue(parts.path(0).path("detail").asText().contains("2 indices, 41 entries"), parts.toString());
        assertFalse(parts.path(1).path("up").asBoolean());
    }

    @Test
    void tellsThatAnAddressIsUnknown() {
        ApiClient.Answer answer = api.get("/api/v1/nothing");
        assertEquals(404, answer.status());
        assertEquals(
                404, answer.json().path("status").asInt(), answer.response().body());
    }

    private static List<String> ids(JsonNode entries) {
        List<String> ids = new ArrayList<>();
        entries.forEach(entry -> ids.add(entry.path("id").asText()));
        return ids;
    }
}
