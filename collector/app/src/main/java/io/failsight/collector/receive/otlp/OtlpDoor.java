package io.failsight.collector.receive.otlp;

import io.failsight.collector.intake.BatchConsumer;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.receive.link.Rates;
import io.failsight.collector.receive.link.Senders;
import io.failsight.collector.receive.otlp.network.OtlpNetwork;
import io.failsight.collector.receive.otlp.network.OtlpServices;
import io.failsight.collector.receive.otlp.request.OtlpSignal;
import io.grpc.ServerServiceDefinition;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Opens the OTLP door in Quarkus' HTTP server, and holds what its HTTP and gRPC sides share. The gRPC server that is a listener of its
 * own calls {@link OtlpGrpcServices}; senders of the network come through {@link OtlpNetwork}.
 */
@ApplicationScoped
public class OtlpDoor implements OtlpServices {
    private final OtlpIntake intake;
    private final InFlightShares inFlight;
    private final OtlpAccess access;
    private final Vertx vertx;
    private final JsonConversions conversions = new JsonConversions();
    private final Executor blocking = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("otlp-", 0).factory());

    @Inject
    public OtlpDoor(
            OtlpSettings settings,
            BatchConsumer consumer,
            IntakeCounts counts,
            InstantSource clock,
            Senders senders,
            Vertx vertx) {
        OtlpConfig config = settings.toConfig();
        intake = new OtlpIntake(config, consumer, counts, clock);
        access = new OtlpAccess(settings.allow().orElse(List.of()), counts, senders, new Rates(settings.rate()));
        inFlight = new InFlightShares(new InFlightBytes(config.maxInFlightBytes()), config.maxRequestBytes());
        this.vertx = vertx;
    }

    void addRoutes(@Observes Router router) {
        addRoutes(router, OtlpPeers::direct);
    }

    @Override
    public void addRoutes(Router router, OtlpPeers peers) {
        post(router, "/v1/logs", handler(OtlpSignal.LOGS, peers)::handle);
        post(router, "/v1/traces", handler(OtlpSignal.TRACES, peers)::handle);
        post(router, "/v1/metrics", OtlpHttpHandler::refuseMetrics);
    }

    @Override
    public List<ServerServiceDefinition> services(OtlpPeers peers) {
        return List.of(
                grpcMethod(OtlpSignal.LOGS, peers).service(LogsServiceGrpc.getServiceDescriptor()),
                grpcMethod(OtlpSignal.TRACES, peers).service(TraceServiceGrpc.getServiceDescriptor()),
                new OtlpGrpcServices.Metrics().bindService());
    }

    /** The doors of the network, which lead to the same place. */
    public OtlpNetwork network() {
        return new OtlpNetwork(vertx, this);
    }

    private OtlpHttpHandler handler(OtlpSignal signal, OtlpPeers peers) {
        return new OtlpHttpHandler(signal, peers, access, intake, inFlight, conversions, blocking);
    }

    private static void post(Router router, String path, io.vertx.core.Handler<HttpServerRequest> handler) {
        router.post(path).handler(routing -> handler.handle(routing.request()));
    }

    OtlpGrpcMethod grpcMethod(OtlpSignal signal) {
        return grpcMethod(signal, OtlpPeers::direct);
    }

    private OtlpGrpcMethod grpcMethod(OtlpSignal signal, OtlpPeers peers) {
        return new OtlpGrpcMethod(signal, peers, access, intake, inFlight, blocking);
    }
}
