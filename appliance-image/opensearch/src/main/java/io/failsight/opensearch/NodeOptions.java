package io.failsight.opensearch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a node is started with: the command line of {@link EmbeddedNode}, in both directions. Immutable.
 *
 * @param data folder of the indices; made when missing, used by one node at a time
 * @param logs folder of {@code opensearch.log}; made when missing
 * @param httpPort loopback port of the REST interface, 1 to 65535, or 0 for a free one
 * @param tokenFile file that holds the token every request must carry
 * @param nodeName shown in log lines and in the node list
 * @param clusterName a data folder belongs to one cluster name for good
 * @param repository folder in which snapshots may be made; none by default
 */
public record NodeOptions(
        Path data,
        Path logs,
        int httpPort,
        Path tokenFile,
        String nodeName,
        String clusterName,
        Optional<Path> repository) {
    /** The port used unless told otherwise. */
    public static final int DEFAULT_HTTP_PORT = 9200;

    private static final String DATA = "--data";
    private static final String LOGS = "--logs";
    private static final String HTTP_PORT = "--http-port";
    private static final String TOKEN_FILE = "--token-file";
    private static final String NODE_NAME = "--node-name";
    private static final String CLUSTER_NAME = "--cluster-name";
    private static final String REPOSITORY = "--repository";
    private static final Set<String> NAMES =
            Set.of(DATA, LOGS, HTTP_PORT, TOKEN_FILE, NODE_NAME, CLUSTER_NAME, REPOSITORY);

    public NodeOptions {
        if (httpPort < 0 || httpPort > 65535) {
            throw new IllegalArgumentException(HTTP_PORT + " must be 0 to 65535, not " + httpPort);
        }
    }

    /** A node named {@code failsight} of the cluster {@code failsight}, without a snapshot folder. */
    public static NodeOptions of(Path data, Path logs, int httpPort, Path tokenFile) {
        return new NodeOptions(data, logs, httpPort, tokenFile, "failsight", "failsight", Optional.empty());
    }

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException when an option is unknown, lacks its value, or is missing; the message says which
     */
    public static NodeOptions parse(String... arguments) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!NAMES.contains(arguments[i])) {
                throw new IllegalArgumentException("unknown option " + arguments[i] + "; known are "
                        + String.join(", ", NAMES.stream().sorted().toList()));
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException("option " + arguments[i] + " lacks its value");
            }
            values.put(arguments[i], arguments[i + 1]);
        }
        return new NodeOptions(
                Path.of(required(values, DATA)),
                Path.of(required(values, LOGS)),
                port(values.getOrDefault(HTTP_PORT, Integer.toString(DEFAULT_HTTP_PORT))),
                Path.of(required(values, TOKEN_FILE)),
                values.getOrDefault(NODE_NAME, "failsight"),
                values.getOrDefault(CLUSTER_NAME, "failsight"),
                Optional.ofNullable(values.get(REPOSITORY)).map(Path::of));
    }

    /** The command line that {@link #parse} reads back to an equal value. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                DATA,
                data.toString(),
                LOGS,
                logs.toString(),
                HTTP_PORT,
                Integer.toString(httpPort),
                TOKEN_FILE,
                tokenFile.toString(),
                NODE_NAME,
                nodeName,
                CLUSTER_NAME,
                clusterName));
        repository.ifPresent(folder -> arguments.addAll(List.of(REPOSITORY, folder.toString())));
        return List.copyOf(arguments);
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("option " + name + " is missing");
        }
        return value;
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(HTTP_PORT + " must be a number, not " + text, e);
        }
    }
}
