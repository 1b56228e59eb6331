package io.failsight.collector.receive.otlp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of the OTLP door. Ports and addresses are Quarkus' own ({@code quarkus.http.*}, {@code quarkus.grpc.server.*}). */
@ConfigMapping(prefix = "failsight.otlp")
public interface OtlpSettings {
    /** Largest export request after decompression, in bytes; at most 16 MiB. In JSON at most 4 MiB, whatever stands here. */
    @WithDefault("16777216")
    int maxRequestBytes();

    /** Largest log record or span, in bytes; larger ones are refused, the rest of the request is taken. */
    @WithDefault("1048576")
    int maxRecordBytes();

    /** Bytes of all HTTP requests in hand at a time; above it senders are told to come again. */
    @WithDefault("50331648")
    long maxInFlightBytes();

    /** How long one request may wait for the journal. */
    @WithDefault("5s")
    Duration patience();

    /** Addresses of the network that may send, such as {@code 192.0.2.0/24}; this machine always may. */
    Optional<List<String>> allow();

    /** Most bytes a second of one sender of the network. */
    @WithDefault("16777216")
    long rate();

    /** The same as a checked record. */
    default OtlpConfig toConfig() {
        return new OtlpConfig(maxRequestBytes(), maxRecordBytes(), maxInFlightBytes(), patience());
    }
}
