package io.failsight.collector.receive.otlp.network;

import io.failsight.collector.receive.otlp.OtlpPeers;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server on loopback, on any free port, for the gate's connections.
 *
 * @param port where it listens
 * @param end ends it
 */
record InnerServer(int port, Runnable end) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_LINE_BYTES = 4 << 10;
    private static final long START_SECONDS = 20;
    private static final long IDLE_SECONDS = 300;

    /** One connection's calls at a time; exporters have one or two. */
    private static final int MAX_CALLS = 16;
    /** What a stream may send ahead of being read: 256 KiB. */
    private static final int WINDOW_BYTES = 256 << 10;

    private static final long KEEP_ALIVE_SECONDS = 10;

    /** Starts a server of HTTP/1.1. */
    static InnerServer http(Vertx vertx, OtlpServices services, OtlpPeers peers) throws IOException {
        HttpServerOptions options = new HttpServerOptions()
                .setDecompressionSupported(true)
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setIdleTimeout((int) IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        Router router = Router.router(vertx);
        services.addRoutes(router, peers);
        try {
            HttpServer server = vertx.createHttpServer(options)
                    .requestHandler(router)
                    .listen(0, LOOPBACK)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_SECONDS, TimeUnit.SECONDS);
            return new InnerServer(server.actualPort(), () -> {
                var unused = server.close();
            });
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("otlp: no server can be opened on loopback: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("otlp: interrupted while opening a server on loopback", e);
        }
    }

    /** Starts a server of gRPC. */
    static InnerServer grpc(OtlpServices services, OtlpPeers peers) throws IOException {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(LOOPBACK, 0))
                .maxInboundMessageSize(OtlpServices.MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(MAX_HEADER_BYTES)
                .maxConcurrentCallsPerConnection(MAX_CALLS)
                .flowControlWindow(WINDOW_BYTES)
                .maxConnectionIdle(IDLE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
        services.services(peers).forEach(builder::addService);
        Server server = builder.build().start();
        return new InnerServer(server.getPort(), server::shutdownNow);
    }
}
