package io.failsight.settings;

/** The parts that run as child processes, in start order. Their ids are the same in status, logs and documentation. */
public enum PartName {
    OPENSEARCH("opensearch", "OpenSearch"),
    COLLECTOR("collector", "collector"),
    ENGINE("engine", "correlation engine");

    private final String id;
    private final String title;

    PartName(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /** Lower-kebab id, also the name of the log file. */
    public String id() {
        return id;
    }

    /** What people call it. */
    public String title() {
        return title;
    }
}
