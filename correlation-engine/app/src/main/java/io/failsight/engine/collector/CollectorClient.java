package io.failsight.engine.collector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks the collector, below {@code /internal/v1/} of its management port, with the token that both share. Thread-safe; blocks for {@link #LIMIT} at most. */
public final class CollectorClient implements AutoCloseable {
    /** Longest wait for an answer. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    /** Longest answer, in bytes. */
    private static final int MAX_ANSWER = 16 << 20;

    private final URI root;
    private final Path tokenFile;
    private final ObjectMapper json;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT_LIMIT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /**
     * A client that has not asked yet.
     *
     * @param collector its management interface
     * @param tokenFile {@code secrets/stream-token}, read with each question
     */
    public CollectorClient(URI collector, Path tokenFile, ObjectMapper json) {
        this.root = collector.resolve("/internal/v1/");
        this.tokenFile = tokenFile;
        this.json = json;
    }

    /** Asks; names and values of the parameters are escaped. */
    public CollectorAnswer get(String name, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(entry -> escaped(entry.getKey()) + "=" + escaped(entry.getValue()))
                .collect(Collectors.joining("&"));
        return ask(HttpRequest.newBuilder(root.resolve(query.isEmpty() ? name : name + "?" + query))
                .GET());
    }

    /** Has it do something. */
    public CollectorAnswer post(String name, Object body) {
        try {
            return ask(HttpRequest.newBuilder(root.resolve(name))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body))));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this cannot be written as JSON: " + body.getClass(), e);
        }
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private CollectorAnswer ask(HttpRequest.Builder request) {
        String token;
        try {
            token = Files.readString(tokenFile).strip();
        } catch (IOException e) {
            return new CollectorAnswer.Away("the collector cannot be asked without the token in " + tokenFile + " (" + e
                    + "); './failsight up' makes it");
        }
        try {
            HttpResponse<InputStream> response = client.send(
                    request.timeout(LIMIT)
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            return read(response);
        } catch (IOException e) {
            return new CollectorAnswer.Away(
                    "the collector cannot be reached at " + root.getAuthority() + "; see './failsight status'");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CollectorAnswer.Away("not asked: this service is stopping");
        }
    }

    private CollectorAnswer read(HttpResponse<InputStream> response) throws IOException {
        try (InputStream in = response.body()) {
            byte[] bytes = in.readNBytes(MAX_ANSWER + 1);
            if (bytes.length > MAX_ANSWER) {
                return new CollectorAnswer.Refused(500, "the collector's answer is longer than 16 MiB; ask for less");
            }
            JsonNode tree = tree(bytes);
            int status = response.statusCode();
            return status >= 200 && status < 300
                    ? new CollectorAnswer.Given(tree)
                    : new CollectorAnswer.Refused(status, tree.path("detail").asText("HTTP " + status));
        }
    }

    private JsonNode tree(byte[] bytes) {
        try {
            return json.readTree(bytes);
        } catch (IOException e) {
            return json.missingNode();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
