package io.failsight.collector.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All lines of all samples of the repository's packs, as they are and without the usual syslog header. */
final class SampleLines {
    private SampleLines() {}

    static List<String> all() {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ProductPacks.FOLDER)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".log")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    lines.add(line);
                    int colon = line.indexOf("]: ");
                    if (colon > 0) {
                        lines.add(line.substring(colon + 3));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }
}
