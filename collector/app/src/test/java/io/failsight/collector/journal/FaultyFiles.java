package io.failsight.collector.journal;

import io.failsight.collector.journal.segment.JournalFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The real files, with a disk that can be told to fail. */
final class FaultyFiles implements JournalFiles {
    private final JournalFiles real = JournalFiles.system();
    private final Map<Path, Long> forcedBytes = new ConcurrentHashMap<>();
    private volatile boolean skipsForces;
    private volatile boolean failsForces;
    private volatile boolean full;
    private volatile @Nullable Supplier<Error> compressionError;

    /** Forces do nothing from now on; makes tests fast that do not need them. */
    void forceNothing() {
        skipsForces = true;
    }

    void failForces(boolean fail) {
        failsForces = fail;
    }

    /** Writes to segments take half of what is asked and then fail. */
    void fill(boolean nowFull) {
        full = nowFull;
    }

    /** Compressing a segment ends with an error of the machine, not of the disk. */
    void breakCompression(Supplier<Error> error) {
        compressionError = error;
    }

    /** Cuts every segment to what was forced of it, as the loss of power may. */
    void losePower(Path segments) throws IOException {
        for (Path file : real.list(segments)) {
            if (file.toString().endsWith(".seg")) {
                try (Handle handle = real.openWritable(file)) {
                    long forced = forcedBytes.getOrDefault(file, 0L);
                    if (handle.size() > forced) {
                        handle.truncate(forced);
                    }
                }
            }
        }
    }

    private final class FaultyHandle implements Handle {
        private final Handle handle;
        private final Path file;
        private final boolean segment;

        FaultyHandle(Handle handle, Path file) {
            this.handle = handle;
            this.file = file;
            this.segment = file.toString().endsWith(".seg");
        }

        @Override
        public int read(ByteBuffer to, long position) throws IOException {
            return handle.read(to, position);
        }

        @Override
        public int write(ByteBuffer from, long position) throws IOException {
            if (full && segment) {
                int half = from.remaining() / 2;
                if (half == 0) {
                    throw new IOException("No space left on device");
                }
                handle.writeFully(from.slice(from.position(), half), position);
                from.position(from.position() + half);
                return half;
            }
            return handle.write(from, position);
        }

        @Override
        public void force() throws IOException {
            if (failsForces && segment) {
                throw new IOException("Input/output error");
            }
            forcedBytes.put(file, handle.size());
            if (!skipsForces) {
                handle.force();
            }
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            handle.truncate(sizeBytes);
        }

        @Override
        public long size() throws IOException {
            return handle.size();
        }

        @Override
        public void close() throws IOException {
            handle.close();
        }
    }

    @Override
    public Handle open(Path file) throws IOException {
        return new FaultyHandle(real.open(file), file);
    }

    @Override
    public Handle openWritable(Path file) throws IOException {
        Supplier<Error> error = compressionError;
        if (error != null && file.toString().endsWith(".segz.tmp")) {
            throw error.get();
        }
        return new FaultyHandle(real.openWritable(file), file);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        if (!skipsForces) {
            real.forceDirectory(Objects.requireNonNull(directory));
        }
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        real.move(from, to);
    }

    @Override
    public void deleteIfExists(Path file) throws IOException {
        real.deleteIfExists(file);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        real.createDirectories(directory);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return real.list(directory);
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        return real.lock(file);
    }
}
