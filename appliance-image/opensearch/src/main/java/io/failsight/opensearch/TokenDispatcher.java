package io.failsight.opensearch;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.opensearch.common.util.concurrent.ThreadContext;
import org.opensearch.core.rest.RestStatus;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.rest.BytesRestResponse;
import org.opensearch.rest.RestChannel;
import org.opensearch.rest.RestHandler;
import org.opensearch.rest.RestRequest;

/**
 * Lets a request through to OpenSearch only with {@code Authorization: Bearer <token>}; all others, malformed ones
 * included, get 401. Every HTTP request passes here, whatever its path or method. Thread-safe.
 */
final class TokenDispatcher implements HttpServerTransport.Dispatcher {
    private static final String REFUSAL = """
            {"error":{"type":"unauthorized","reason":"this OpenSearch belongs to Failsight and answers only requests \
            with its token: send the header 'Authorization: Bearer <token>' (the token is in the file \
            secrets/opensearch.token of Failsight's data folder)"},"status":401}
            """;

    private final HttpServerTransport.Dispatcher opensearch;
    private final AccessToken token;

    TokenDispatcher(HttpServerTransport.Dispatcher opensearch, AccessToken token) {
        this.opensearch = opensearch;
        this.token = token;
    }

    @Override
    public Optional<RestHandler> dispatchHandler(
            String uri, String rawPath, RestRequest.Method method, Map<String, String> params) {
        return opensearch.dispatchHandler(uri, rawPath, method, params);
    }

    @Override
    public void dispatchRequest(RestRequest request, RestChannel channel, ThreadContext context) {
        if (carriesToken(request)) {
            opensearch.dispatchRequest(request, channel, context);
        } else {
            refuse(channel);
        }
    }

    @Override
    public void dispatchBadRequest(RestChannel channel, ThreadContext context, Throwable cause) {
        if (carriesToken(channel.request())) {
            opensearch.dispatchBadRequest(channel, context, cause);
        } else {
            refuse(channel);
        }
    }

    private boolean carriesToken(RestRequest request) {
        return token.isPresentedBy(request.getAllHeaderValues("Authorization"));
    }

    private static void refuse(RestChannel channel) {
        BytesRestResponse response = new BytesRestResponse(
                RestStatus.UNAUTHORIZED, "application/json; charset=UTF-8", REFUSAL.getBytes(StandardCharsets.UTF_8));
        response.addHeader("WWW-Authenticate", "Bearer realm=\"failsight\"");
        channel.sendResponse(response);
    }
}
