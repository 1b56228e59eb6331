package io.failsight.collector.signal;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How signals get to one engine. Immutable.
 *
 * @param engine base address of the engine
 * @param tokenFile file whose content goes along as bearer token; read for each request, so that it may be made or renewed later
 * @param authorityFile certificate authority of an https address; without it the usual ones of the JDK
 * @param maxQueuedBytes signals kept in memory while the engine is away; beyond it they are made again from the journal
 * @param replyTimeout how long the engine may take for a request before it is sent again
 * @param firstBackOff wait after the first failure; doubles up to {@code maxBackOff}
 * @param maxBackOff longest wait between two tries
 * @param idleCommit how often the position moves while there is no signal: what is parsed again after a crash
 */
public record SignalConfig(
        URI engine,
        Path tokenFile,
        Optional<Path> authorityFile,
        int maxQueuedBytes,
        Duration replyTimeout,
        Duration firstBackOff,
        Duration maxBackOff,
        Duration idleCommit) {
    /** Most signals of one request; the engine refuses more. */
    public static final int MAX_REQUEST_SIGNALS = 512;
    /** Most bytes of one request; the engine refuses more. A signal is at most a twentieth of it. */
    public static final int MAX_REQUEST_BYTES = 1 << 20;

    public SignalConfig {
        if (!"http".equals(engine.getScheme()) && !"https".equals(engine.getScheme()) || engine.getHost() == null) {
            throw new IllegalArgumentException(
                    "an engine is named by its address, such as http://127.0.0.1:8080, not " + engine);
        }
        if (maxQueuedBytes < 1) {
            throw new IllegalArgumentException("maxQueuedBytes must be positive, was " + maxQueuedBytes);
        }
    }

    /** The values for one appliance: 4 MiB hold some 6,000 signals, more than a failover of many nodes gives. */
    public static SignalConfig of(URI engine, Path tokenFile, Optional<Path> authorityFile) {
        return new SignalConfig(
                engine,
                tokenFile,
                authorityFile,
                4 << 20,
                Duration.ofSeconds(10),
                Duration.ofMillis(200),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
    }
}
