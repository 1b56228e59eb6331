package io.failsight.opensearch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.opensearch.common.network.NetworkService;
import org.opensearch.common.settings.ClusterSettings;
import org.opensearch.common.settings.Setting;
import org.opensearch.common.settings.Settings;
import org.opensearch.common.util.BigArrays;
import org.opensearch.common.util.PageCacheRecycler;
import org.opensearch.core.common.io.stream.NamedWriteableRegistry;
import org.opensearch.core.indices.breaker.CircuitBreakerService;
import org.opensearch.core.xcontent.NamedXContentRegistry;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.plugins.NetworkPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.telemetry.tracing.Tracer;
import org.opensearch.threadpool.ThreadPool;
import org.opensearch.transport.Netty4ModulePlugin;
import org.opensearch.transport.Transport;

/**
 * Closes both doors of the node: the HTTP interface asks for the token ({@link TokenDispatcher}), the transport hangs up
 * ({@link SilentTransport}).
 *
 * <p>It stands in front of OpenSearch's dispatcher and not in {@code ActionPlugin.getRestHandlerWrapper}, because that one
 * never sees {@code OPTIONS}, the favicon, unknown paths, wrong methods and malformed requests.
 */
public final class RestTokenPlugin extends Plugin implements NetworkPlugin {
    /** Where the token is; hidden from the settings that the node shows. */
    static final Setting<String> TOKEN_FILE =
            Setting.simpleString("failsight.token_file", Setting.Property.NodeScope, Setting.Property.Filtered);

    static final String HTTP_TYPE = "failsight-token";
    static final String TRANSPORT_TYPE = "failsight-silent";

    private final Netty4ModulePlugin netty = new Netty4ModulePlugin();
    private final String token;

    /** @throws TokenFileException when the token file cannot be read or is too short to be a secret */
    public RestTokenPlugin(Settings settings) {
        this.token = readToken(Path.of(TOKEN_FILE.get(settings)));
    }

    @Override
    public List<Setting<?>> getSettings() {
        return List.of(TOKEN_FILE);
    }

    @Override
    public Map<String, Supplier<HttpServerTransport>> getHttpTransports(
            Settings settings,
            ThreadPool threadPool,
            BigArrays bigArrays,
            PageCacheRecycler pageCacheRecycler,
            CircuitBreakerService circuitBreakerService,
            NamedXContentRegistry xContentRegistry,
            NetworkService networkService,
            HttpServerTransport.Dispatcher dispatcher,
            ClusterSettings clusterSettings,
            Tracer tracer) {
        Supplier<HttpServerTransport> plain = netty.getHttpTransports(
                        settings,
                        threadPool,
                        bigArrays,
                        pageCacheRecycler,
                        circuitBreakerService,
                        xContentRegistry,
                        networkService,
                        new TokenDispatcher(dispatcher, token),
                        clusterSettings,
                        tracer)
                .get(Netty4ModulePlugin.NETTY_HTTP_TRANSPORT_NAME);
        return Map.of(
                HTTP_TYPE,
                Optional.ofNullable(plain).orElseThrow(() -> new IllegalStateException("no HTTP transport")));
    }

    @Override
    public Map<String, Supplier<Transport>> getTransports(
            Settings settings,
            ThreadPool threadPool,
            PageCacheRecycler pageCacheRecycler,
            CircuitBreakerService circuitBreakerService,
            NamedWriteableRegistry namedWriteableRegistry,
            NetworkService networkService,
            Tracer tracer) {
        return Map.of(
                TRANSPORT_TYPE,
                () -> new SilentTransport(
                        settings,
                        threadPool,
                        networkService,
                        pageCacheRecycler,
                        namedWriteableRegistry,
                        circuitBreakerService,
                        tracer));
    }

    private static String readToken(Path file) {
        String token;
        try {
            token = Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "cannot read the token file " + file + " (" + e + "); make it, mode 0600", e);
        }
        if (token.length() < 16) {
            throw new TokenFileException(
                    "the token in " + file + " has fewer than 16 characters; put a random one there", null);
        }
        return token;
    }

    /** The token file is not as it must be; the message says what to do. */
    static final class TokenFileException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        TokenFileException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
