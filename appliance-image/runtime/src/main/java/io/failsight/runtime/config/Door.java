package io.failsight.runtime.config;

/** Every port a part listens on: its key under {@code ports:} in failsight.yaml, its default, and the part that needs it. */
public enum Door {
    CONSOLE("console", 8080, PartName.ENGINE, false),
    CONSOLE_TLS("console-tls", 8443, PartName.ENGINE, false),
    OTLP_GRPC("otlp-grpc", 4317, PartName.COLLECTOR, false),
    OTLP_HTTP("otlp-http", 4318, PartName.COLLECTOR, false),
    SYSLOG("syslog", 5514, PartName.COLLECTOR, true),
    JSON_LINES("json-lines", 5170, PartName.COLLECTOR, false),
    COLLECTOR_MANAGEMENT("collector-management", 9464, PartName.COLLECTOR, false),
    ENGINE_MANAGEMENT("engine-management", 9465, PartName.ENGINE, false),
    OPENSEARCH("opensearch", 9200, PartName.OPENSEARCH, false);

    private final String key;
    private final int defaultPort;
    private final PartName part;
    private final boolean alsoUdp;

    Door(String key, int defaultPort, PartName part, boolean alsoUdp) {
        this.key = key;
        this.defaultPort = defaultPort;
        this.part = part;
        this.alsoUdp = alsoUdp;
    }

    /** Key under {@code ports:}. */
    public String key() {
        return key;
    }

    /** Port where failsight.yaml says nothing. */
    public int defaultPort() {
        return defaultPort;
    }

    /** The part that listens here. */
    public PartName part() {
        return part;
    }

    /** Whether the same number is also bound for UDP. */
    public boolean alsoUdp() {
        return alsoUdp;
    }
}
