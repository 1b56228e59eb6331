package io.failsight.opensearch;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A node in a child JVM, for the tests of all modules. Needs the JDK only: depend on this module in test scope with all of
 * its dependencies excluded ({@code *:*}); the child finds its jars in this module's {@code target/lib}.
 *
 * <p>Everything lies under one folder: {@code opensearch/} (indices), {@code logs/opensearch.log}, {@code
 * logs/opensearch.stderr} and {@code opensearch.token}, which is kept over restarts. The child ends with its parent, since
 * its stdin closes then. Thread-safe.
 */
public final class NodeProcess implements AutoCloseable {
    private static final long START_LIMIT_SECONDS = 180;
    private static final long STOP_LIMIT_SECONDS = 60;
    private static final String READY = "ready http=";

    private final Process process;
    private final int port;
    private final String token;
    private final Path folder;

    private NodeProcess(Process process, int port, String token, Path folder) {
        this.process = process;
        this.port = port;
        this.token = token;
        this.folder = folder;
    }

    /**
     * Starts a node and waits until it serves.
     *
     * @param folder made when missing; a second start on the same folder finds the indices of the first
     * @param port loopback port, or 0 for a free one
     * @param heap as {@code -Xmx} takes it; {@code 512m} is enough for tests
     * @throws IOException when the node does not start; the message holds its stderr
     */
    public static NodeProcess start(Path folder, int port, String heap) throws IOException {
        return start(folder, port, heap, List.of());
    }

    /** As {@link #start(Path, int, String)}, with more JVM flags. */
    public static NodeProcess start(Path folder, int port, String heap, List<String> moreFlags) throws IOException {
        return start(folder, port, heap, moreFlags, NodeCommand.ownClassPath());
    }

    static NodeProcess start(Path folder, int port, String heap, List<String> moreFlags, String classPath)
            throws IOException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Path tokenFile = folder.resolve("opensearch.token");
        String token = token(tokenFile);
        List<String> command = NodeCommand.of(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                classPath,
                heap,
                moreFlags,
                NodeOptions.of(folder.resolve("opensearch"), logs, port, tokenFile));
        Path stderr = logs.resolve("opensearch.stderr");
        Process process =
                new ProcessBuilder(command).redirectError(stderr.toFile()).start();
        try {
            return new NodeProcess(process, awaitReady(process), token, folder);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw new IOException(e.getMessage() + "; it said: " + Files.readString(stderr), e);
        }
    }

    /** The loopback port of the REST interface. */
    public int port() {
        return port;
    }

    /** The token; send it as {@code Authorization: Bearer <token>}. */
    public String token() {
        return token;
    }

    /** {@code http://127.0.0.1:<port>/}. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /** The folder given at the start. */
    public Path folder() {
        return folder;
    }

    /** The child itself, for tests that signal or watch it. */
    public Process process() {
        return process;
    }

    /** Ends it without warning, as a power cut would, and waits until it is gone. */
    public void kill9() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Stops it in order (by closing its stdin) and waits; after a minute it is killed. Does nothing when it has ended. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static int awaitReady(Process process) throws IOException {
        CompletableFuture<Integer> ready = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("opensearch-stdout").start(() -> follow(process, ready));
        try {
            return ready.get(START_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the node ended before it was ready", e);
        } catch (TimeoutException e) {
            throw new IOException("the node was not ready after " + START_LIMIT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the node started", e);
        }
    }

    private static void follow(Process process, CompletableFuture<Integer> ready) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(Integer.parseInt(line.substring(READY.length())));
                }
            }
        } catch (IOException | NumberFormatException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new IOException("end of its stdout"));
    }

    private static String token(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).strip();
    }
}
