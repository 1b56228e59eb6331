package io.failsight.opensearch;

/** Points log4j2 at the packaged configuration. Must run before any class of OpenSearch or Lucene makes a logger. */
final class NodeLog {
    private NodeLog() {}

    static void configure(NodeOptions options) {
        System.setProperty("failsight.logs", options.logs().toAbsolutePath().toString());
        System.setProperty("failsight.node-name", options.nodeName());
        setDefault("log4j2.configurationFile", "classpath:failsight-opensearch-log4j2.xml");
        setDefault("log4j2.disable.jmx", "true");
        setDefault("java.util.logging.manager", "org.apache.logging.log4j.jul.LogManager");
        setDefault("slf4j.internal.verbosity", "ERROR");
    }

    private static void setDefault(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
