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

    /** Accounts; by default {@code users.yaml} in the data folder. */
    Optional<Path> usersFile();

    /** Whether the process ends when its stdin does: its supervisor is gone then. */
    @WithDefault("false")
    boolean exitWhenStdinCloses();

    /** OpenSearch. */
    OpenSearch opensearch();

    /** Collector. */
    Collector collector();

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

    /** HTTPS. */
    interface Tls {
        /** Certificate chain, PEM. */
        Optional<Path> certificate();

        /** Private key, PEM (PKCS 8). */
        Optional<Path> key();
    }
}
