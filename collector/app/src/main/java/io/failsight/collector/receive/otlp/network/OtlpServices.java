package io.failsight.collector.receive.otlp.network;

import io.failsight.collector.receive.otlp.OtlpPeers;
import io.grpc.ServerServiceDefinition;
import io.vertx.ext.web.Router;
import java.util.List;

/** What answers requests of OTLP, wherever they come from. */
public interface OtlpServices {
    /** Largest message over gRPC: 4 MiB, what it takes everywhere unless told otherwise. */
    int MAX_MESSAGE_BYTES = 4 << 20;

    /** Adds what answers over HTTP. */
    void addRoutes(Router router, OtlpPeers peers);

    /** What answers over gRPC. */
    List<ServerServiceDefinition> services(OtlpPeers peers);
}
