package io.failsight.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code index.derived_source.enabled} of OpenSearch 3.8.0 gives back, on which the index mapping rests. */
class DerivedSourceTest {
    @TempDir
    static Path folder;

    private static NodeProcess node;
    private static NodeClient client;
    private static int indices;

    @BeforeAll
    static void startNode() throws IOException {
        node = NodeProcess.start(folder, 0, "384m");
        client = new NodeClient(node);
    }

    @AfterAll
    static void stopNode() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'type':'text','store':true,'norms':false                     | 'Hello, World'
            'type':'text','store':true,'norms':false                     | ['b','a','b']
            'type':'text','index':false,'store':true                     | 'raw \\t line'
            'type':'text','index':false,'store':true                     | ['b','a','b']
            'type':'keyword','index':false,'doc_values':false,'store':true | ['b','a','b']
            'type':'keyword','index':false                               | 'b'
            'type':'keyword'                                             | ''
            'type':'date_nanos','format':'strict_date_optional_time_nanos' | '2026-11-20T10:00:00.123456789Z'
            'type':'long'                                                | 9223372036854775807
            'type':'long','index':false                                  | -5
            'type':'integer','index':false                               | 5
            'type':'byte'                                                | 17
            'type':'double'                                              | 0.1
            'type':'float'                                               | 0.1
            'type':'boolean'                                             | true
            'type':'boolean','index':false                               | false
            'type':'ip'                                                  | '10.0.0.1'
            'type':'ip','index':false                                    | 'fe80::1'
            """)
    void givesBackWhatWasIndexed(String mapping, String value) throws Exception {
        assertEquals("{\"f\":" + json(value) + "}", roundTrip(mapping, value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'type':'keyword'        | ['b','a','b']                    | ['a','b']
            'type':'ip'             | ['10.0.0.2','10.0.0.1']          | ['10.0.0.1','10.0.0.2']
            'type':'long'           | [3,1,3]                          | [1,3,3]
            'type':'keyword'        | ['a']                            | 'a'
            'type':'text','store':true | ['a']                         | 'a'
            'type':'long'           | '5'                              | 5
            'type':'boolean'        | 'true'                           | true
            'type':'date_nanos'     | '2026-11-20T10:00:00.123456789Z' | '2026-11-20T10:00:00.123Z'
            'type':'date_nanos','format':'strict_date_optional_time_nanos' | '2026-11-20T12:00:00+02:00' | '2026-11-20T10:00:00.000Z'
            """)
    void givesBackNormalForm(String mapping, String value, String expected) throws Exception {
        assertEquals("{\"f\":" + json(expected) + "}", roundTrip(mapping, value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'type':'keyword','ignore_above':1024
            'type':'keyword','normalizer':'lowercase'
            'type':'keyword','index':false,'doc_values':false
            'type':'long','index':false,'doc_values':false
            'type':'text','copy_to':'g'
            'type':'binary'
            'type':'flat_object'
            'type':'nested'
            'type':'object','enabled':false
            'type':'integer_range'
            'type':'token_count','analyzer':'standard'
            """)
    void refusesMappingsItCannotGiveBack(String mapping) throws Exception {
        HttpResponse<String> response = createIndex("refused" + ++indices, mapping);

        assertEquals(400, response.statusCode());
        assertTrue(response.body().toLowerCase(Locale.ROOT).contains("derive"), response.body());
    }

    @Test
    void storesRawTextBeyondTheTermLimit() throws Exception {
        String line = "'" + "x".repeat(100_000) + "'";

        assertEquals("{\"f\":" + json(line) + "}", roundTrip("'type':'text','index':false,'store':true", line));
        assertEquals(
                "{\"f\":" + json(line) + "}",
                roundTrip("'type':'keyword','index':false,'doc_values':false,'store':true", line));
    }

    @Test
    void refusesDocumentWithTermBeyondTheLimit() throws Exception {
        createIndex("terms", "'type':'keyword'");

        assertEquals(
                400,
                client.send("PUT", "/terms/_doc/1", json("{'f':'" + "x".repeat(32_767) + "'}"))
                        .statusCode());
        assertEquals(
                201,
                client.send("PUT", "/terms/_doc/1", json("{'f':'" + "x".repeat(32_766) + "'}"))
                        .statusCode());
    }

    @ParameterizedTest
    @CsvSource({"1969-12-31T23:59:59Z", "2263-01-01T00:00:00Z"})
    void refusesTimesThatNanosecondsCannotHold(String time) throws Exception {
        String index = "times" + ++indices;
        createIndex(index, "'type':'date_nanos','format':'strict_date_optional_time_nanos'");

        assertEquals(
                400,
                client.send("PUT", "/" + index + "/_doc/1", json("{'f':'" + time + "'}"))
                        .statusCode());
    }

    @Test
    void dropsFieldsOutsideTheMapping() throws Exception {
        createIndex("unmapped", "'type':'keyword'");
        client.ok("PUT", "/unmapped/_doc/1", json("{'f':'a','other':'b'}"));

        assertEquals(json("{'f':'a'}"), client.ok("GET", "/unmapped/_source/1", ""));
    }

    private static String roundTrip(String mapping, String value) throws Exception {
        String index = "index" + ++indices;
        HttpResponse<String> created = createIndex(index, mapping);
        assertEquals(200, created.statusCode(), created.body());
        client.ok("PUT", "/" + index + "/_doc/1?refresh=true", json("{'f':" + value + "}"));
        client.ok("POST", "/" + index + "/_flush?force=true", "");
        String fetched = client.ok("GET", "/" + index + "/_source/1", "");
        assertTrue(client.ok("GET", "/" + index + "/_search", "").contains(fetched), "search and get differ");
        return fetched;
    }

    private static HttpResponse<String> createIndex(String index, String mapping) throws Exception {
        return client.send("PUT", "/" + index, json("""
                {'settings':{'number_of_replicas':0,'index.derived_source.enabled':true,'index.codec':'best_compression'},
                 'mappings':{'dynamic':false,'properties':{'f':{%s}}}}""".formatted(mapping)));
    }

    /** JSON with single quotes, so that tables stay readable. */
    private static String json(String text) {
        return text.strip().replace('\'', '"');
    }
}
