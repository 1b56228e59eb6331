package io.failsight.it;

import io.failsight.opensearch.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A collector and the OpenSearch behind it, as processes, for a test class. */
final class Stack implements AutoCloseable {
    private final CollectorProcess collector;
    private final NodeProcess node;
    private final Index index;

    Stack(Path folder, List<String> collectorOptions) throws IOException {
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

    @Override
    public void close() {
        collector.close();
        index.close();
        node.close();
    }
}
