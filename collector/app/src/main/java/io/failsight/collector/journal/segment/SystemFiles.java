package io.failsight.collector.journal.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The files of the operating system, through java.nio. */
final class SystemFiles implements JournalFiles {
    static final SystemFiles INSTANCE = new SystemFiles();
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private SystemFiles() {}

    private record ChannelHandle(FileChannel channel) implements Handle {
        @Override
        public int read(ByteBuffer to, long position) throws IOException {
            return channel.read(to, position);
        }

        @Override
        public int write(ByteBuffer from, long position) throws IOException {
            return channel.write(from, position);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            channel.truncate(sizeBytes);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @Override
    public Handle open(Path file) throws IOException {
        return new ChannelHandle(FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public Handle openWritable(Path file) throws IOException {
        return new ChannelHandle(
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE));
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void deleteIfExists(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> names = Files.list(directory)) {
            return names.toList();
        }
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        String inUse = "The journal folder " + file.toAbsolutePath().getParent()
                + " is in use by another collector. Stop that one, or give this one a data folder of its own.";
        Path name = file.toAbsolutePath().normalize();
        // closing a second channel would give up this process's lock, so it must not be opened in the first place
        if (!HELD.add(name)) {
            throw new IOException(inUse);
        }
        try {
            FileChannel channel = lockChannel(name, inUse);
            return () -> {
                channel.close();
                HELD.remove(name);
            };
        } catch (IOException | RuntimeException e) {
            HELD.remove(name);
            throw e;
        }
    }

    private static FileChannel lockChannel(Path file, String inUse) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // held by this process: the same answer as for another one
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new IOException(inUse);
        }
        return channel;
    }
}
