package io.failsight.opensearch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
import org.opensearch.transport.Transport;

/**
 * Closes both doors of the node: the HTTP interface asks for the token ({@link TokenHttpTransport}), the transport hangs up
 * ({@link SilentTransport}).
 *
 * <p>The token is asked for in front of OpenSearch's dispatcher and not in {@code ActionPlugin.getRestHandlerWrapper}, because that one
 * never sees {@code OPTIONS}, the favicon, unknown paths, wrong methods and malformed requests.
 */
public final class RestTokenPlugin extends Plugin implements NetworkPlugin {
    /** Where the token is; hidden from the settings that the node shows. */
    static final Setting<String> TOKEN_FILE =
            Setting.simpleString("failsight.token_file", Setting.Property.NodeScope, Setting.Property.Filtered);

    static final String HTTP_TYPE = "failsight-token";
    static final String TRANSPORT_TYPE = "failsight-silent";

    private final AccessToken token;

    /** @throws AccessToken.UnusableException when the token file is not as it must be */
    public RestTokenPlugin(Settings settings) {
        this.token = AccessToken.read(Path.of(TOKEN_FILE.get(settings)));
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
        return Map.of(
                HTTP_TYPE,
                () -> new TokenHttpTransport(
                        settings,
                        networkService,
                        bigArrays,
                        threadPool,
                        xContentRegistry,
                        dispatcher,
                        clusterSettings,
                        tracer,
                        token));
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
}
