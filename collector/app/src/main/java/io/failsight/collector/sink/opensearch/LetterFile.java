package io.failsight.collector.sink.opensearch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One file of dead letters, a line each, with the place of each line in memory (8 bytes). Opening cuts a last line that has no end: it was never forced whole,
 * so its entry comes again. Not thread-safe.
 */
final class LetterFile {
    private static final int CHUNK = 1 << 16;

    private final Path path;
    private long[] ends = new long[16];
    private int count;

    private LetterFile(Path path) {
        this.path = path;
    }

    /** Opens a file, or begins one with its first letter. */
    static LetterFile open(Path path) throws IOException {
        LetterFile file = new LetterFile(path);
        if (Files.exists(path)) {
            file.scan();
        }
        return file;
    }

    private void scan() throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            for (long at = 0; channel.read(chunk.clear(), at) > 0; at += chunk.position()) {
                for (int i = 0; i < chunk.position(); i++) {
                    if (chunk.get(i) == '\n') {
                        add(at + i + 1);
                    }
                }
            }
            if (channel.size() > bytes()) {
                channel.truncate(bytes());
                channel.force(true);
            }
        }
    }

    private void add(long end) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = end;
    }

    int count() {
        return count;
    }

    long bytes() {
        return count == 0 ? 0 : ends[count - 1];
    }

    Path path() {
        return path;
    }

    /** The letter of that number, 0 the oldest; empty when its line was damaged. */
    Optional<DeadLetter> get(int number) throws IOException {
        return DeadLetter.parse(line(number));
    }

    private byte[] line(int number) throws IOException {
        long from = number == 0 ? 0 : ends[number - 1];
        ByteBuffer line = ByteBuffer.allocate((int) (ends[number] - from));
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            while (line.hasRemaining() && channel.read(line, from + line.position()) >= 0) {
                // until all of it is there
            }
        }
        return line.array();
    }

    /** Appends a letter; durable when the call returns. What a failed call left behind is cut by the next one. */
    void append(DeadLetter letter) throws IOException {
        byte[] line = letter.line();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            write(channel, line, bytes());
            channel.truncate(bytes() + line.length);
            channel.force(true);
        }
        add(bytes() + line.length);
    }

    private static void write(FileChannel channel, byte[] bytes, long at) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest, at + rest.position());
        }
    }

    /** Writes the file anew with those letters (and damaged lines) that stay, and more behind them; a crash leaves the old or the new one. */
    LetterFile rewrite(Predicate<DeadLetter> stays, List<DeadLetter> more) throws IOException {
        Path draft = path.resolveSibling(path.getFileName() + ".new");
        LetterFile next = new LetterFile(path);
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (int i = 0; i < count; i++) {
                byte[] line = line(i);
                if (DeadLetter.parse(line).map(stays::test).orElse(true)) {
                    write(channel, line, next.bytes());
                    next.add(next.bytes() + line.length);
                }
            }
            for (DeadLetter letter : more) {
                byte[] line = letter.line();
                write(channel, line, next.bytes());
                next.add(next.bytes() + line.length);
            }
            channel.force(true);
        }
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return next;
    }
}
