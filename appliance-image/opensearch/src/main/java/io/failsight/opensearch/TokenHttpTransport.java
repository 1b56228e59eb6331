package io.failsight.opensearch;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.opensearch.common.network.NetworkService;
import org.opensearch.common.settings.ClusterSettings;
import org.opensearch.common.settings.Settings;
import org.opensearch.common.util.BigArrays;
import org.opensearch.core.xcontent.NamedXContentRegistry;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.http.netty4.Netty4HttpServerTransport;
import org.opensearch.telemetry.tracing.Tracer;
import org.opensearch.threadpool.ThreadPool;
import org.opensearch.transport.SharedGroupFactory;

/**
 * OpenSearch's HTTP interface behind the token. {@link TokenDispatcher} refuses; here the body of a request that will be
 * refused is dropped as it arrives, so that whoever lacks the token cannot fill the heap with bodies of 100 MB.
 */
final class TokenHttpTransport extends Netty4HttpServerTransport {
    private final AccessToken token;

    TokenHttpTransport(
            Settings settings,
            NetworkService networkService,
            BigArrays bigArrays,
            ThreadPool threadPool,
            NamedXContentRegistry xContentRegistry,
            HttpServerTransport.Dispatcher dispatcher,
            ClusterSettings clusterSettings,
            Tracer tracer,
            AccessToken token) {
        super(
                settings,
                networkService,
                bigArrays,
                threadPool,
                xContentRegistry,
                new TokenDispatcher(dispatcher, token),
                clusterSettings,
                new SharedGroupFactory(settings),
                tracer);
        this.token = token;
    }

    @Override
    protected ChannelInboundHandlerAdapter createHeaderVerifier() {
        return new BodyDropper(token);
    }

    /** Makes a request without token an empty one. One per connection, used by its event loop only. */
    private static final class BodyDropper extends ChannelInboundHandlerAdapter {
        private final AccessToken token;
        private boolean dropping;

        BodyDropper(AccessToken token) {
            this.token = token;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            if (message instanceof HttpRequest request) {
                dropping = !token.isPresentedBy(request.headers().getAll(HttpHeaderNames.AUTHORIZATION));
                if (dropping) {
                    request.headers()
                            .remove(HttpHeaderNames.TRANSFER_ENCODING)
                            .remove(HttpHeaderNames.CONTENT_ENCODING)
                            .remove(HttpHeaderNames.EXPECT)
                            .set(HttpHeaderNames.CONTENT_LENGTH, 0);
                }
            } else if (dropping && message instanceof HttpContent) {
                boolean last = message instanceof LastHttpContent;
                ReferenceCountUtil.release(message);
                if (last) {
                    super.channelRead(context, LastHttpContent.EMPTY_LAST_CONTENT);
                }
                return;
            }
            super.channelRead(context, message);
        }
    }
}
