package io.failsight.opensearch;

import java.nio.file.Path;
import java.util.List;

/** The flags a node's JVM (JDK 25) is started with. Pure; needs the JDK only. */
public final class JvmFlags {
    /**
     * The heap of the appliance. All of it is claimed at the start: with {@code -Xms256m} the idle node measured 0.37 GB
     * resident instead of 0.40 and started no faster, and under load the heap is needed anyway.
     */
    public static final String APPLIANCE_HEAP = "2g";

    private JvmFlags() {}

    /**
     * The flags, the same for a start with and without AOT cache (they must not differ from the cache's training).
     *
     * @param heap size of the heap as {@code -Xmx} takes it, such as {@code 2g}
     * @param logs existing folder that receives the JVM's own error file
     */
    public static List<String> of(String heap, Path logs) {
        return List.of(
                // Lucene calls madvise and the like, and uses SIMD where the module is there.
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "-XX:+UseCompactObjectHeaders",
                "-Xmx" + heap,
                "-Xms" + heap,
                // As OpenSearch's own distribution: collect early, so that the real-memory breaker trips on need only.
                "-XX:+UseG1GC",
                "-XX:G1ReservePercent=25",
                "-XX:InitiatingHeapOccupancyPercent=30",
                // A node without memory is better restarted than half alive.
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + logs.toAbsolutePath().resolve("opensearch-jvm-error-%p.log"),
                // Also OpenSearch's own: Netty leaves sun.misc.Unsafe alone and pools no objects.
                "-Dio.netty.noUnsafe=true",
                "-Dio.netty.noKeySetOptimization=true",
                "-Dio.netty.recycler.maxCapacityPerThread=0");
    }
}
