package io.failsight.opensearch;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.opensearch.Version;
import org.opensearch.common.network.NetworkService;
import org.opensearch.common.settings.Settings;
import org.opensearch.common.util.PageCacheRecycler;
import org.opensearch.core.common.io.stream.NamedWriteableRegistry;
import org.opensearch.core.indices.breaker.CircuitBreakerService;
import org.opensearch.telemetry.tracing.Tracer;
import org.opensearch.threadpool.ThreadPool;
import org.opensearch.transport.SharedGroupFactory;
import org.opensearch.transport.netty4.Netty4TcpServerChannel;
import org.opensearch.transport.netty4.Netty4Transport;

/**
 * The node-to-node transport of a node that has no peers: it binds, since OpenSearch wants an address, closes the port as soon as the node has
 * one, and hangs up on whoever came in between. The plain transport protocol knows no credentials, so it would be a way around the
 * token for any account of the machine. Nodes with peers use mutual TLS instead.
 */
final class SilentTransport extends Netty4Transport {
    private final List<Netty4TcpServerChannel> bound = new CopyOnWriteArrayList<>();

    SilentTransport(
            Settings settings,
            ThreadPool threadPool,
            NetworkService networkService,
            PageCacheRecycler pageCacheRecycler,
            NamedWriteableRegistry namedWriteableRegistry,
            CircuitBreakerService circuitBreakerService,
            Tracer tracer) {
        super(
                settings,
                Version.CURRENT,
                threadPool,
                networkService,
                pageCacheRecycler,
                namedWriteableRegistry,
                circuitBreakerService,
                new SharedGroupFactory(settings),
                tracer);
    }

    @Override
    protected Netty4TcpServerChannel bind(String name, InetSocketAddress address) {
        Netty4TcpServerChannel channel = super.bind(name, address);
        bound.add(channel);
        return channel;
    }

    @Override
    protected void doStart() {
        super.doStart();
        bound.forEach(Netty4TcpServerChannel::close);
    }

    @Override
    protected ChannelHandler getServerChannelInitializer(String name) {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.close();
            }
        };
    }
}
