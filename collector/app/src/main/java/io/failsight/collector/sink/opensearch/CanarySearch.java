package io.failsight.collector.sink.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.model.EntryField;
import io.failsight.model.IndexMapping;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.opensearch.client.opensearch.OpenSearchClient;
import org.opensearch.client.opensearch.generic.Body;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;

/** Looks for canaries as a person would find them: by a search, after a refresh. Thread-safe; calls block. */
public final class CanarySearch {
    /** Entries of one answer; the oldest come first, so that the next search goes on. */
    private static final int MAX_HITS = 1_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OpenSearchClient client;
    private final String source;
    private final String key;

    /**
     * A search for the entries of one source.
     *
     * @param source the source's name
     * @param key attribute that names each entry
     */
    public CanarySearch(SinkConfig config, String source, String key) {
        this.client = OpenSearchClients.open(config.url(), config.token());
        this.source = source;
        this.key = key + "=";
    }

    /**
     * Names of all that can be searched, with how often each is there.
     *
     * @param sinceMillis received then or later, in milliseconds since the epoch
     * @throws IOException when OpenSearch does not answer as it should
     */
    public Map<String, Integer> find(long sinceMillis) throws IOException {
        String attributes = EntryField.ATTR.jsonName();
        String observed = EntryField.OBSERVED.jsonName();
        Map<String, Object> query = Map.of(
                "bool",
                Map.of(
                        "filter",
                        List.of(
                                Map.of("term", Map.of(EntryField.SOURCE.jsonName(), source)),
                                Map.of("range", Map.of(observed, Map.of("gte", sinceMillis))))));
        String body = JSON.writeValueAsString(Map.of(
                "size",
                MAX_HITS,
                "_source",
                false,
                "track_total_hits",
                false,
                "query",
                query,
                "sort",
                List.of(Map.of(observed, "asc")),
                "docvalue_fields",
                List.of(attributes)));
        try (Response response = client.generic()
                .execute(Requests.builder()
                        .method("POST")
                        .endpoint("/" + IndexMapping.ALIAS + "/_search")
                        .query(Map.of("ignore_unavailable", "true", "allow_no_indices", "true"))
                        .json(body)
                        .build())) {
            String answer = response.getBody().map(Body::bodyAsString).orElse("{}");
            if (response.getStatus() != 200) {
                throw new IOException("OpenSearch answered a search with HTTP " + response.getStatus());
            }
            return names(JSON.readTree(answer).path("hits").path("hits"), attributes);
        }
    }

    private Map<String, Integer> names(JsonNode hits, String attributes) {
        Map<String, Integer> names = new HashMap<>();
        for (JsonNode hit : hits) {
            for (JsonNode value : hit.path("fields").path(attributes)) {
                if (value.asText().startsWith(key)) {
                    names.merge(value.asText().substring(key.length()), 1, Integer::sum);
                }
            }
        }
        return names;
    }
}
