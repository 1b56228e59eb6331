package io.failsight.settings;

/** Every port a part listens on: its key under {@code ports:} in failsight.yaml, its default, and the part that needs it. */
public enum Door {
    CONSOLE("console", 8080, PartName.ENGINE, false, "console and API on this machine"),
    CONSOLE_TLS("console-tls", 8443, PartName.ENGINE, false, "console and API when `listen` opens it"),
    OTLP_GRPC("otlp-grpc", 4317, PartName.COLLECTOR, false, "OTLP over gRPC"),
    OTLP_HTTP("otlp-http", 4318, PartName.COLLECTOR, false, "OTLP over HTTP"),
    SYSLOG("syslog", 5514, PartName.COLLECTOR, true, "syslog, TCP and UDP"),
    SYSLOG_TLS("syslog-tls", 6514, PartName.COLLECTOR, false, "syslog over TLS"),
    JSON_LINES("json-lines", 5170, PartName.COLLECTOR, false, "JSON lines over TCP, with and without TLS"),
    LUMBERJACK(
            "lumberjack",
            5044,
            PartName.COLLECTOR,
            false,
            "Lumberjack of Winlogbeat and Filebeat, with and without TLS"),
    COLLECTOR_MANAGEMENT(
            "collector-management", 9464, PartName.COLLECTOR, false, "health and metrics of the collector"),
    ENGINE_MANAGEMENT(
            "engine-management", 9465, PartName.ENGINE, false, "health and metrics of the correlation engine"),
    OPENSEARCH("opensearch", 9200, PartName.OPENSEARCH, false, "OpenSearch");

    private final String key;
    private final int defaultPort;
    private final PartName part;
    private final boolean alsoUdp;
    private final String about;

    Door(String key, int defaultPort, PartName part, boolean alsoUdp, String about) {
        this.key = key;
        this.defaultPort = defaultPort;
        this.part = part;
        this.alsoUdp = alsoUdp;
        this.about = about;
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

    /** What it is for, in words. */
    public String about() {
        return about;
    }
}
