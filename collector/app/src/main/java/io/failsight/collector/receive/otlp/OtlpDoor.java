package io.failsight.collector.receive.otlp;

import io.failsight.collector.intake.BatchConsumer;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.receive.otlp.request.OtlpSignal;
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
 * own calls {@link OtlpGrpcServices}.
 */
@ApplicationScoped
public class OtlpDoor {
    private final OtlpIntake intake;
    private final InFlightBytes inFlight;
    private final OtlpAccess access;
    private final JsonConversions conversions = new JsonConversions();
    private final Executor blocking = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("otlp-", 0).factory());

    @Inject
    public OtlpDoor(OtlpSettings settings, BatchConsumer consumer, IntakeCounts counts, InstantSource clock) {
        OtlpConfig config = settings.toConfig();
        intake = new OtlpIntake(config, consumer, counts, clock);
        access = new OtlpAccess(settings.allow().orElse(List.of()), counts);
        inFlight = new InFlightBytes(config.maxInFlightBytes());
    }

    void addRoutes(@Observes Router router) {
        post(router, "/v1/logs", handler(OtlpSignal.LOGS)::handle);
        post(router, "/v1/traces", handler(OtlpSignal.TRACES)::handle);
        post(router, "/v1/metrics", OtlpHttpHandler::refuseMetrics);
    }

    private OtlpHttpHandler handler(OtlpSignal signal) {
        return new OtlpHttpHandler(signal, access, intake, inFlight, conversions, blocking);
    }

    private static void post(Router router, String path, io.vertx.core.Handler<HttpServerRequest> handler) {
        router.post(path).handler(routing -> handler.handle(routing.request()));
    }

    OtlpGrpcMethod grpcMethod(OtlpSignal signal) {
        return new OtlpGrpcMethod(signal, access, intake, inFlight, blocking);
    }
}
