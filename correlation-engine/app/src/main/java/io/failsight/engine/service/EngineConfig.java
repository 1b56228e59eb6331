package io.failsight.engine.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Everything that can be set of the correlation engine beyond Quarkus' own keys. */
@ConfigMapping(prefix = "failsight")
public interface EngineConfig {
    /** Folder of logs and state. */
    @WithDefault("data")
    Path dataDir();

    /** What the operator set; by default {@code failsight.yaml} in the data folder. */
    Optional<Path> configFile();

    /** Accounts; by default {@code users.yaml} in the data folder. */
    Optional<Path> usersFile();

    /** Whether the process ends when its stdin does: its supervisor is gone then. */
    @WithDefault("false")
    boolean exitWhenStdinCloses();

    /** OpenSearch. */
    OpenSearch opensearch();

    /** Collector. */
    Collector collector();

    /** Acknowledged stream of signals. */
    Signals signals();

    /** HTTPS; see {@link TlsConfigSource}. */
    Tls tls();

    /** OpenSearch. */
    interface OpenSearch {
        /** Its REST interface. */
        @WithDefault("http://127.0.0.1:9200")
        URI url();

        /** File with the token that its requests carry. */
        Optional<Path> tokenFile();

        /** After it, OpenSearch counts as down. */
        @WithDefault("2s")
        Duration connectTimeout();

        /** Longest search; what OpenSearch has found two seconds before is the answer then. */
        @WithDefault("10s")
        Duration searchTimeout();
    }

    /** Collector. */
    interface Collector {
        /** Its management interface. */
        @WithDefault("http://127.0.0.1:9464")
        URI url();
    }

    /** Acknowledged stream of signals, and what is kept of them. */
    interface Signals {
        /** File with the token that collectors carry; by default {@code secrets/stream-token} in the data folder. */
        Optional<Path> tokenFile();

        /** SQLite file; by default {@code engine/failsight.db} in the data folder. */
        Optional<Path> ledger();

        /** How long signals are kept, so that a start finds the same incidents; incidents stay for ever. At least the core's window of a day. */
        @WithDefault("14d")
        Duration retention();

        /** Number beyond which the oldest go; about 800 bytes each. */
        @WithDefault("500000")
        int most();
    }

    /** HTTPS. */
    interface Tls {
        /** Certificate chain, PEM. */
        Optional<Path> certificate();

        /** Private key, PEM (PKCS 8). */
        Optional<Path> key();
    }
}
