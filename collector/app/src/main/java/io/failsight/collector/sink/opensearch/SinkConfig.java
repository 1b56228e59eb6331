package io.failsight.collector.sink.opensearch;

import java.net.URI;
import java.time.Duration;

/**
 * How the sink talks to OpenSearch. Immutable.
 *
 * @param url base address, plain HTTP on loopback
 * @param token bearer token of the embedded node
 * @param bodyBytes a bulk body is sent when it holds this many bytes; larger bodies cost memory, smaller ones CPU in OpenSearch
 * @param linger a smaller body is sent when its first entry waited this long
 * @param inFlight bodies that are being sent at the same time
 * @param replyTimeout how long OpenSearch may take for one body before the connection is given up and the body sent again
 * @param firstBackOff wait after the first failure; doubles up to {@code maxBackOff}
 * @param maxBackOff longest wait between two tries
 */
public record SinkConfig(
        URI url,
        String token,
        int bodyBytes,
        Duration linger,
        int inFlight,
        Duration replyTimeout,
        Duration firstBackOff,
        Duration maxBackOff) {

    /** Defaults that were measured on 2 cores. */
    public static SinkConfig of(URI url, String token) {
        return new SinkConfig(
                url,
                token,
                2 << 20,
                Duration.ofMillis(200),
                3,
                Duration.ofSeconds(60),
                Duration.ofMillis(100),
                Duration.ofSeconds(10));
    }

    @Override
    public String toString() {
        return "SinkConfig[url=" + url + ", token=(hidden)]";
    }
}
