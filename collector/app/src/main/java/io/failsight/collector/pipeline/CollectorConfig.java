package io.failsight.collector.pipeline;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of the collector that the supervisor passes; what is the operator's stands in {@code failsight.yaml}. */
@ConfigMapping(prefix = "failsight")
public interface CollectorConfig {
    /** Folder of everything that outlives the process. */
    @WithDefault("data")
    Path dataDir();

    /** The operator's {@code failsight.yaml}. */
    Optional<Path> configFile();

    /** Packs that come with Failsight. */
    Optional<Path> packsDir();

    /** Name of this collector among several. */
    @WithDefault("collector-1")
    String collectorName();

    /** End when stdin does, so that the collector never outlives its supervisor. */
    @WithDefault("false")
    boolean exitWhenStdinCloses();

    /** Address that doors listen on. */
    @WithDefault("127.0.0.1")
    String listen();

    /** Where entries go. */
    OpenSearch opensearch();

    /** Indices. */
    Indices indices();

    /** Correlation engines that get the signals, each by its address. */
    @WithDefault("http://127.0.0.1:8080")
    List<URI> engines();

    /** File that holds the bearer token of the signals; by default {@code secrets/stream-token} in the data folder. */
    Optional<Path> streamTokenFile();

    /** Certificate authority of engines that are named by https; otherwise the usual ones of the JDK. */
    Optional<Path> engineAuthorityFile();

    /** Syslog over UDP and TCP. */
    Door syslog();

    /** Syslog over TLS. */
    Door syslogTls();

    /** JSON lines over TCP, with and without TLS. */
    Door jsonlines();

    /** Lumberjack over TCP, with and without TLS. */
    Door lumberjack();

    /** OTLP over HTTP from the network; that of this machine is Quarkus' own. */
    Door otlpHttp();

    /** OTLP over gRPC from the network; that of this machine is Quarkus' own. */
    Door otlpGrpc();

    /** What the doors speak TLS with; without a certificate they speak none. */
    Tls tls();

    /** Logs of this machine. */
    LocalLogs localLogs();

    /** Where entries go. */
    interface OpenSearch {
        /** Base address. */
        @WithDefault("http://127.0.0.1:9200")
        URI url();

        /** File that holds the bearer token. */
        Optional<Path> tokenFile();

        /** Bytes of one bulk body. */
        @WithDefault("2097152")
        int bodyBytes();

        /** Bodies on their way at the same time. */
        @WithDefault("3")
        int inFlight();

        /** Longest wait of an entry for its body to fill. */
        @WithDefault("200ms")
        Duration linger();
    }

    /** Indices. */
    interface Indices {
        /** Size at which the next one is begun; also the grain in which entries are evicted. */
        @WithDefault("1073741824")
        long rollOverBytes();

        /** How often they are looked at; five times as often while the disk fills up. */
        @WithDefault("10s")
        Duration tendEvery();
    }

    /** Keys and certificates in PEM. They are read again when they change. */
    interface Tls {
        /** The certificate of the doors, then those above it. */
        Optional<Path> certificate();

        /** Its key, PKCS#8. */
        Optional<Path> key();

        /** The appliance's authority: who signs certificates of senders, unless {@code failsight.yaml} names another. */
        Optional<Path> authority();
    }

    /** One door. */
    interface Door {
        /** Port to listen on; 0 for any free one, -1 to keep it shut. */
        @WithDefault("-1")
        int port();
    }

    /** Logs of this machine. */
    interface LocalLogs {
        /** Whether the machine's own logs are gathered. */
        @WithDefault("true")
        boolean enabled();

        /** Whether journald is read where there is one. */
        @WithDefault("true")
        boolean journald();

        /** Files to follow where there is no journald. */
        @WithDefault("/var/log/*.log,/var/log/syslog,/var/log/messages,/var/log/*/*.log")
        List<String> files();
    }
}
