package io.failsight.collector.receive.otlp;

import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.receive.link.Access;
import io.failsight.collector.receive.link.LinkLimits;
import io.failsight.collector.receive.link.Rates;
import io.failsight.collector.receive.link.Screening;
import io.failsight.collector.receive.link.SenderFixture;
import io.failsight.collector.receive.otlp.network.OtlpNetwork;
import io.failsight.collector.receive.otlp.network.OtlpNetworkDoor;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** OTLP's doors of the network as they are, with everybody a machine of the network, and a scripted journal behind them. */
public final class OtlpBed implements AutoCloseable {
    public final SenderFixture fixture;
    final ScriptedConsumer consumer = new ScriptedConsumer();
    public final IntakeCounts counts = new IntakeCounts();
    public final OtlpNetworkDoor http;
    public final OtlpNetworkDoor grpc;
    private final Vertx vertx = Vertx.vertx();

    /** Doors with their usual limits. */
    public OtlpBed(SenderFixture fixture, long rate) throws IOException {
        this(fixture, rate, LinkLimits.of(64));
    }

    /** Opens both doors. */
    public OtlpBed(SenderFixture fixture, long rate, LinkLimits limits) throws IOException {
        this.fixture = fixture;
        OtlpDoor door =
                new OtlpDoor(settings(rate), consumer, counts, InstantSource.system(), fixture.senders(), vertx);
        OtlpNetwork network = door.network();
        Access access = new Access(
                address -> false,
                fixture.door(),
                false,
                "doors.otlp-allow",
                new Screening(fixture.senders(), false, new Rates(1L << 30), List.of(), (peer, here) -> false));
        http = network.http("127.0.0.1", 0, access, limits);
        grpc = network.grpc("127.0.0.1", 0, access, limits);
        http.start();
        grpc.start();
    }

    private static OtlpSettings settings(long rate) {
        return new OtlpSettings() {
            @Override
            public int maxRequestBytes() {
                return OtlpConfig.DEFAULT_MAX_REQUEST_BYTES;
            }

            @Override
            public int maxRecordBytes() {
                return OtlpConfig.DEFAULT_MAX_RECORD_BYTES;
            }

            @Override
            public long maxInFlightBytes() {
                return OtlpConfig.DEFAULT_MAX_IN_FLIGHT_BYTES;
            }

            @Override
            public Duration patience() {
                return OtlpConfig.DEFAULT_PATIENCE;
            }

            @Override
            public Optional<List<String>> allow() {
                return Optional.empty();
            }

            @Override
            public long rate() {
                return rate;
            }
        };
    }

    @Override
    public void close() {
        http.close();
        grpc.close();
        var unused = vertx.close();
    }
}
