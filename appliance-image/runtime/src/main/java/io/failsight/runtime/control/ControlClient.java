package io.failsight.runtime.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;

/** Asks a running supervisor through its socket. Thread-safe: one connection a call. */
public final class ControlClient {
    private final Path run;

    public ControlClient(Path run) {
        this.run = run;
    }

    /** Its status; empty when no supervisor answers. */
    public Optional<ApplianceStatus> status() {
        try {
            return Optional.of(ApplianceStatus.decode(request("status")));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Asks it to stop and waits until it is gone; false when no supervisor answers. */
    public boolean stop() {
        try {
            request("stop");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Path socket() throws IOException {
        List<String> lines = Files.readAllLines(run.resolve("control"));
        if (lines.size() != 2 || !lines.get(1).equals(run.toRealPath().toString())) {
            throw new IOException("run/control is damaged, or of another data folder of which this one is a copy");
        }
        try {
            return Path.of(lines.getFirst());
        } catch (InvalidPathException e) {
            throw new IOException("run/control is damaged", e);
        }
    }

    private List<String> request(String line) throws IOException {
        Path socket = socket();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8);
            writer.write(line + "\n");
            writer.flush();
            return new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
