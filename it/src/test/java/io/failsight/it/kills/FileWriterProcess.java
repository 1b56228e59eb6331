package io.failsight.it.kills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process of its own that appends numbered lines to a file and rotates it by renaming, until it is told to stop. */
final class FileWriterProcess implements AutoCloseable {
    private static final String SCRIPT = """
            i=0
            while [ ! -e stop ]; do
              j=0
              while [ $j -lt 50 ]; do
                echo "obligation of the file number $i"
                i=$((i+1)); j=$((j+1))
              done >> obligations.log
              if [ $((i % 2500)) -eq 0 ]; then mv obligations.log obligations.log.20261120-$i; fi
              sleep 0.1
            done
            echo $i > written""";

    private final Path folder;
    private final Process process;

    FileWriterProcess(Path folder) throws IOException {
        this.folder = folder;
        this.process = new ProcessBuilder("sh", "-c", SCRIPT)
                .directory(folder.toFile())
                .start();
    }

    /** Stops it and gives the number of lines it wrote. */
    int stop() throws IOException, InterruptedException {
        Files.createFile(folder.resolve("stop"));
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IOException("the writing process did not stop");
        }
        return Integer.parseInt(Files.readString(folder.resolve("written")).strip());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
