package io.failsight.opensearch;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.logging.log4j.LogManager;
import org.jspecify.annotations.Nullable;
import org.opensearch.cluster.service.ClusterService;
import org.opensearch.common.unit.TimeValue;
import org.opensearch.gateway.GatewayService;
import org.opensearch.http.HttpServerTransport;

/** Start, readiness and stop of the one node of this process. {@link #run} is called once, by {@code main}. */
final class NodeLifecycle {
    /** How long the primaries may take to come up before the node reports itself ready without them. */
    private static final TimeValue RECOVERY_PATIENCE = TimeValue.timeValueMinutes(2);

    /** How long an orderly stop may take; after that the process ends as it would on SIGKILL, which loses nothing. */
    private static final long STOP_LIMIT_SECONDS = 45;

    private static final int EXIT_START_FAILED = 1;

    private final NodeOptions options;
    private final AtomicReference<@Nullable EmbeddedNode> node = new AtomicReference<>();

    NodeLifecycle(NodeOptions options) {
        this.options = options;
    }

    void run() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        if (Boolean.getBoolean("failsight.exit-when-stdin-closes")) {
            Thread.ofPlatform().daemon().name("stdin-watch").start(NodeLifecycle::exitWhenStdinCloses);
        }
        try {
            EmbeddedNode built = EmbeddedNode.build(options);
            node.set(built);
            built.start();
            awaitPrimaries(built);
            System.out.println("ready http=" + httpPort(built));
            System.out.flush();
            // OpenSearch's threads are daemons; the shutdown hook stops the node, this thread only keeps the process.
            new CountDownLatch(1).await();
        } catch (Exception | LinkageError e) {
            LogManager.getLogger(NodeLifecycle.class).info("start failed", e);
            System.err.println("opensearch: " + StartFailure.describe(e, options));
            System.exit(EXIT_START_FAILED);
        }
    }

    private static int httpPort(EmbeddedNode node) {
        return node.injector()
                .getInstance(HttpServerTransport.class)
                .boundAddress()
                .publishAddress()
                .getPort();
    }

    private static void awaitPrimaries(EmbeddedNode node) throws InterruptedException {
        ClusterService cluster = node.injector().getInstance(ClusterService.class);
        long deadline = System.nanoTime() + RECOVERY_PATIENCE.nanos();
        while (cluster.state().blocks().hasGlobalBlock(GatewayService.STATE_NOT_RECOVERED_BLOCK)
                && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        node.client()
                .admin()
                .cluster()
                .prepareHealth()
                .setWaitForYellowStatus()
                .setTimeout(RECOVERY_PATIENCE)
                .get();
    }

    private void stop() {
        EmbeddedNode running = node.get();
        if (running != null) {
            Thread closer = Thread.ofPlatform().daemon().name("close").start(() -> close(running));
            try {
                if (!closer.join(Duration.ofSeconds(STOP_LIMIT_SECONDS))) {
                    System.err.println("opensearch: did not stop within " + STOP_LIMIT_SECONDS + " s, ends anyway");
                    Runtime.getRuntime().halt(EXIT_START_FAILED);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        LogManager.shutdown();
    }

    private static void close(EmbeddedNode running) {
        try {
            running.close();
            if (!running.awaitClose(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("opensearch: some requests were still running at the stop");
            }
        } catch (IOException e) {
            System.err.println("opensearch: the stop failed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void exitWhenStdinCloses() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said on stdin; only its end matters.
            }
        } catch (IOException e) {
            // A broken stdin is a closed one.
        }
        System.exit(0);
    }
}
