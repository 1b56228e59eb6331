package io.failsight.opensearch;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that starts a node: what the supervisor, the tests and {@link AotCache} have in common. Needs the JDK only.
 *
 * <p>The child should get a pipe as stdin that nobody writes to: it ends when the pipe closes.
 */
public final class NodeCommand {
    private static final String MAIN = "io.failsight.opensearch.EmbeddedNode";

    private NodeCommand() {}

    /**
     * The whole command line.
     *
     * @param java the {@code java} program of a JDK 25
     * @param classPath as made by {@link #classPath}
     * @param heap as {@code -Xmx} takes it
     * @param moreFlags further JVM flags, such as {@link AotCache#flags}
     */
    public static List<String> of(
            Path java, String classPath, String heap, List<String> moreFlags, NodeOptions options) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(JvmFlags.of(heap, options.logs()));
        command.addAll(moreFlags);
        command.add("-Dfailsight.exit-when-stdin-closes=true");
        command.addAll(List.of("-cp", classPath, MAIN));
        command.addAll(options.arguments());
        return List.copyOf(command);
    }

    /**
     * All jars of a folder, as {@code lib/*}: an AOT cache is good for one order of jars only, and whoever starts a node
     * with this wildcard gets the order the cache was trained with, as long as the folder is not written anew.
     */
    public static String classPath(Path lib) throws IOException {
        if (!Files.isDirectory(lib)) {
            throw new IOException("no folder " + lib + " with OpenSearch's jars; build the module appliance-opensearch"
                    + " (at least up to the phase process-classes) in the same Maven call");
        }
        return lib.toAbsolutePath() + File.separator + "*";
    }

    /**
     * The class path of a node beside this class: the folder of this class's jar, or, when it was only compiled, {@code
     * target/classes} and {@code target/lib}, where the build puts what a node needs.
     */
    static String ownClassPath() throws IOException {
        Path own = ownCode();
        return Files.isDirectory(own)
                ? own + File.pathSeparator + classPath(own.resolveSibling("lib"))
                : classPath(own.resolveSibling("").toAbsolutePath());
    }

    private static Path ownCode() throws IOException {
        try {
            return Path.of(NodeCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("cannot tell where this class comes from", e);
        }
    }
}
