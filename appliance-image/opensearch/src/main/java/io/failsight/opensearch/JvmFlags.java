package io.failsight.opensearch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The flags a node's JVM is started with. Pure; needs the JDK only. */
public final class JvmFlags {
    private JvmFlags() {}

    /**
     * Flags for JDK 25.
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
                "-XX:ErrorFile=" + logs.resolve("opensearch-jvm-error-%p.log"),
                // Also OpenSearch's own: Netty leaves sun.misc.Unsafe alone and pools no objects.
                "-Dio.netty.noUnsafe=true",
                "-Dio.netty.noKeySetOptimization=true",
                "-Dio.netty.recycler.maxCapacityPerThread=0");
    }

    /** The class path beside the given jar or classes folder; see {@link NodeProcess}. */
    static String classPath(Path ownCode) {
        List<String> entries = new ArrayList<>();
        Path lib = ownCode.resolveSibling("lib");
        if (Files.isDirectory(ownCode)) {
            entries.add(ownCode.toString());
        } else {
            lib = ownCode.toAbsolutePath().getParent();
        }
        entries.add(lib + "/*");
        return String.join(System.getProperty("path.separator"), entries);
    }
}
