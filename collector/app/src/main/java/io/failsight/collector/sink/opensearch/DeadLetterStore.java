package io.failsight.collector.sink.opensearch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;

/**
 * Entries that the destination will never take, one JSON object a line with the reason, forced before their journal
 * position is given up. The oldest half is dropped when the store is full, and counted. Thread-safe.
 */
public final class DeadLetterStore implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Path older;
    private final long maxBytes;
    private final InstantSource clock;
    private FileChannel channel;

    /**
     * Opens the store.
     *
     * @param directory folder that holds it; made when missing
     * @param maxBytes most bytes on disk, two files together
     */
    public DeadLetterStore(Path directory, long maxBytes, InstantSource clock) throws IOException {
        Files.createDirectories(directory);
        this.file = directory.resolve("dead-letters.ndjson");
        this.older = directory.resolve("dead-letters.1.ndjson");
        this.maxBytes = maxBytes;
        this.clock = clock;
        this.channel = open();
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** Keeps one entry; durable when the call returns. */
    synchronized void put(String id, String index, String errorType, String reason, String document)
            throws IOException {
        ObjectNode line = JSON.createObjectNode()
                .put("at", clock.instant().toString())
                .put("id", id)
                .put("index", index)
                .put("error", errorType)
                .put("reason", reason)
                .put("document", document);
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        if (channel.size() + bytes.remaining() > maxBytes / 2) {
            channel.close();
            Files.move(file, older, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            channel = open();
        }
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
