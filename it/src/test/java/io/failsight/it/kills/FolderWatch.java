package io.failsight.it.kills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Measures all the time how much a folder holds, and remembers the most. */
final class FolderWatch implements AutoCloseable {
    private final Path folder;
    private final Thread thread;
    private volatile long most;
    private volatile boolean stopping;

    FolderWatch(Path folder) {
        this.folder = folder;
        this.thread = Thread.ofPlatform().name("folder-watch").start(this::run);
    }

    private void run() {
        while (!stopping) {
            most = Math.max(most, bytes());
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private long bytes() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0; // a file went away meanwhile
        }
    }

    long most() {
        return most;
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join();
    }
}
