package io.failsight.collector.receive.otlp.network;

import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.link.Access;
import io.failsight.collector.receive.link.LinkLimits;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** Makes the doors of OTLP for senders of the network. Immutable, thread-safe. */
public final class OtlpNetwork {
    private final Vertx vertx;
    private final OtlpServices services;

    public OtlpNetwork(Vertx vertx, OtlpServices services) {
        this.vertx = vertx;
        this.services = services;
    }

    /**
     * Doors on one address, not started.
     *
     * @param httpPort port of OTLP over HTTP; 0 for any free one, -1 for no such door
     * @param grpcPort the same of gRPC
     * @param access who comes in: with TLS everybody who later shows a credential
     */
    public List<Receiver> doors(String address, int httpPort, int grpcPort, Access access) {
        List<Receiver> doors = new ArrayList<>();
        if (httpPort >= 0) {
            doors.add(http(address, httpPort, access));
        }
        if (grpcPort >= 0) {
            doors.add(grpc(address, grpcPort, access));
        }
        return doors;
    }

    /** The door of OTLP over HTTP. */
    public OtlpNetworkDoor http(String address, int port, Access access) {
        return http(address, port, access, OtlpNetworkDoor.Wire.HTTP.limits());
    }

    /** The same with other limits. */
    public OtlpNetworkDoor http(String address, int port, Access access, LinkLimits limits) {
        return new OtlpNetworkDoor(
                OtlpNetworkDoor.Wire.HTTP,
                address,
                port,
                access,
                limits,
                peers -> InnerServer.http(vertx, services, peers));
    }

    /** The door of OTLP over gRPC. */
    public OtlpNetworkDoor grpc(String address, int port, Access access) {
        return grpc(address, port, access, OtlpNetworkDoor.Wire.GRPC.limits());
    }

    /** The same with other limits. */
    public OtlpNetworkDoor grpc(String address, int port, Access access, LinkLimits limits) {
        return new OtlpNetworkDoor(
                OtlpNetworkDoor.Wire.GRPC, address, port, access, limits, peers -> InnerServer.grpc(services, peers));
    }
}
