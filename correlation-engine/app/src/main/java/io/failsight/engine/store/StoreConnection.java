package io.failsight.engine.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.failsight.engine.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentTooLongException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.opensearch.generic.Body;
import org.opensearch.client.opensearch.generic.OpenSearchGenericClient;
import org.opensearch.client.opensearch.generic.Request;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5Options;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;
import org.opensearch.client.transport.httpclient5.HttpAsyncResponseConsumerFactory;
import org.opensearch.client.transport.httpclient5.ResponseException;

/**
 * Requests to OpenSearch as JSON trees, over the generic client of its Java client: connections, node choice and time limits are
 * the client's; its thousands of request classes stay unloaded, which keeps the service small. Thread-safe.
 */
public final class StoreConnection implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();

    /** Longest answer read: it takes about five times its length while it is turned into entries, of a heap of 256 MB. */
    private static final int MAX_RESPONSE_BYTES = 16 << 20;

    private static final String JSON_TYPE = "application/json";

    private final StoreConfig config;
    private final OpenSearchTransport transport;
    private final OpenSearchGenericClient client;
    private volatile @Nullable String token;

    public StoreConnection(StoreConfig config) {
        this.config = config;
        this.transport = transport();
        this.client = new OpenSearchGenericClient(transport);
    }

    private OpenSearchTransport transport() {
        Timeout connect = Timeout.of(config.connectTimeout());
        Timeout response = Timeout.of(config.searchTimeout());
        ConnectionConfig connection = ConnectionConfig.custom()
                .setConnectTimeout(connect)
                .setSocketTimeout(response)
                .build();
        RequestConfig request = RequestConfig.custom()
                .setConnectionRequestTimeout(response)
                .setResponseTimeout(response)
                .build();
        ApacheHttpClient5Options.Builder options = ApacheHttpClient5Options.DEFAULT.toBuilder();
        options.setHttpAsyncResponseConsumerFactory(
                new HttpAsyncResponseConsumerFactory.HeapBufferedResponseConsumerFactory(MAX_RESPONSE_BYTES));
        return ApacheHttpClient5TransportBuilder.builder(HttpHost.create(config.address()))
                .setOptions(options.build())
                .setHttpClientConfigCallback(builder -> builder.setDefaultRequestConfig(request)
                        .disableAutomaticRetries()
                        .addRequestInterceptorFirst((message, _, _) -> authorize(message))
                        .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                                .setDefaultConnectionConfig(connection)
                                .setMaxConnPerRoute(StoreConfig.MAX_CONNECTIONS)
                                .setMaxConnTotal(StoreConfig.MAX_CONNECTIONS)
                                .build()))
                .build();
    }

    StoreConfig config() {
        return config;
    }

    /**
     * Sends a request and awaits its answer.
     *
     * @param limit longest wait for it, counted from now: for a free connection, the way there and the answer together
     * @throws StoreException when there is none, or it is an error
     */
    JsonNode call(String method, String path, Map<String, String> parameters, @Nullable ObjectNode body, Duration limit)
            throws StoreException {
        Body json = body == null ? null : Body.from(bytes(body), JSON_TYPE);
        readToken();
        Request request = Requests.create(method, path, List.of(), parameters, json);
        CompletableFuture<Response> coming = begin(request);
        try (Response response = coming.get(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            return answer(response);
        } catch (TimeoutException e) {
            coming.cancel(true);
            throw late(limit, e);
        } catch (InterruptedException e) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            throw new StoreException(Kind.BUSY, "the question was given up: whoever asked has left", e);
        } catch (ExecutionException | IOException e) {
            throw failure(e, limit);
        }
    }

    private CompletableFuture<Response> begin(Request request) {
        try {
            return client.executeAsync(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static StoreException late(Duration limit, Throwable e) {
        return new StoreException(
                Kind.BUSY,
                "OpenSearch did not answer within "
                        + String.format(Locale.ROOT, "%.1f", limit.toMillis() / 1e3)
                        + " s; try again, or narrow the time range",
                e);
    }

    private StoreException failure(Exception e, Duration limit) {
        // What waited for a connection in vain says so in exceptions of two kinds.
        boolean waited = cause(e, SocketTimeoutException.class) != null
                || cause(e, TimeoutException.class) != null
                || cause(e, ConnectionRequestTimeoutException.class) != null;
        if (waited && cause(e, ConnectTimeoutException.class) == null) {
            return late(limit, e);
        }
        // The client throws for some statuses, on a thread of its own, and wraps what it threw.
        if (cause(e, ResponseException.class) instanceof ResponseException refused) {
            return failure(refused.status(), String.valueOf(refused.getMessage()));
        }
        if (cause(e, ContentTooLongException.class) != null) {
            return new StoreException(
                    Kind.REFUSED, "these entries are too long for one answer; ask for fewer at a time with 'size'", e);
        }
        return new StoreException(
                Kind.DOWN,
                "OpenSearch at " + config.address() + " cannot be reached (" + reason(e)
                        + "); it may be starting, see './failsight status'",
                e);
    }

    private JsonNode answer(Response response) throws IOException, StoreException {
        Optional<Body> body = response.getBody();
        if (response.getStatus() < 300) {
            return body.isPresent() ? read(body.get()) : JSON.missingNode();
        }
        throw failure(response.getStatus(), body.isPresent() ? reason(read(body.get())) : response.getReason());
    }

    private StoreException failure(int status, String reason) {
        return switch (status) {
            case 401, 403 -> {
                token = null;
                yield new StoreException(
                        Kind.DOWN,
                        "OpenSearch refused the token of the correlation engine; failsight.opensearch.token-file must be the file "
                                + "that OpenSearch was started with");
            }
            case 429 ->
                new StoreException(Kind.BUSY, "OpenSearch has too much to do (" + reason + "); try again in a moment");
            case 502, 503, 504 ->
                new StoreException(
                        Kind.DOWN, "OpenSearch is not ready (" + reason + "); it may be starting, try again");
            default -> new StoreException(Kind.REFUSED, "OpenSearch refused the question: " + reason);
        };
    }

    private static JsonNode read(Body body) throws IOException {
        try (InputStream stream = body.body()) {
            return JSON.readTree(stream);
        }
    }

    private static String reason(JsonNode error) {
        JsonNode cause = error.path("error").path("root_cause").path(0).path("reason");
        return cause.isTextual()
                ? cause.asText()
                : error.path("error").path("reason").asText("no reason given");
    }

    private static @Nullable Throwable cause(Throwable e, Class<? extends Throwable> type) {
        Throwable cause = e;
        while (cause != null && !type.isInstance(cause)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String reason(Exception e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static byte[] bytes(ObjectNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new IllegalStateException("a JSON tree could not be written", e);
        }
    }

    private void authorize(HttpRequest request) {
        String known = token;
        if (known != null) {
            request.setHeader("Authorization", "Bearer " + known);
        }
    }

    private void readToken() throws StoreException {
        if (token == null && config.tokenFile().isPresent()) {
            token = readToken(config.tokenFile().get());
        }
    }

    private static String readToken(Path file) throws StoreException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StoreException(
                    Kind.DOWN,
                    "the token of OpenSearch cannot be read from " + file
                            + "; failsight.opensearch.token-file must name it and be readable",
                    e);
        }
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (IOException e) {
            throw new IllegalStateException("connections to OpenSearch could not be closed", e);
        }
    }
}
