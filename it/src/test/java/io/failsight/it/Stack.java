package io.failsight.it;

import io.failsight.opensearch.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A collector and the OpenSearch behind it, as processes, for a test class. */
final class Stack implements AutoCloseable {
    private final Path folder;
    private final CollectorProcess collector;
    private NodeProcess node;
    private Index index;

    Stack(Path folder, List<String> collectorOptions) throws IOException {
        this.folder = folder;
        this.node = NodeProcess.start(folder.resolve("node"), 0, "512m");
        this.index = new Index(node.address(), node.token());
        this.collector = new CollectorProcess(
                Home.path(), folder.resolve("collector"), node.address(), node.token(), collectorOptions);
    }

    CollectorProcess collector() {
        return collector;
    }

    NodeProcess node() {
        return node;
    }

    Index index() {
        return index;
    }

    /** Kills OpenSearch as a power cut would and starts it again on the same port. */
    void killAndRestartNode() throws IOException {
        int port = node.port();
        node.kill9();
        node = NodeProcess.start(folder.resolve("node"), port, "512m");
        index.close();
        index = new Index(node.address(), node.token());
    }

    @Override
    public void close() {
        collector.close();
        index.close();
        node.close();
    }
}
