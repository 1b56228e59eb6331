package io.failsight.collector.journal.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.List;

/**
 * Files of a disk with bad sectors: what cannot be read of an open file reads as zeros, page by page, which no checksum takes for a batch. Only
 * for when reading has failed again and again, for a disk that is merely away for a moment must not look damaged. Everything else
 * fails as ever.
 */
public final class SalvagingFiles implements JournalFiles {
    private static final int PAGE_BYTES = 4_096;

    private final JournalFiles files;

    public SalvagingFiles(JournalFiles files) {
        this.files = files;
    }

    private record PatientHandle(Handle handle) implements Handle {
        @Override
        public int read(ByteBuffer to, long position) throws IOException {
            int start = to.position();
            int limit = to.limit();
            try {
                return handle.read(to, position);
            } catch (ClosedChannelException e) {
                throw e; // closed by an interrupt: nothing is wrong with the disk
            } catch (IOException e) {
                to.limit(limit).position(start);
                return readPage(to, position);
            } finally {
                to.limit(limit);
            }
        }

        /** Reads up to the end of a page, or gives zeros for it. */
        private int readPage(ByteBuffer to, long position) throws IOException {
            long size = handle.size();
            if (position >= size) {
                return -1;
            }
            long pageEnd = Math.min(size, (position / PAGE_BYTES + 1) * PAGE_BYTES);
            int count = (int) Math.min(to.remaining(), pageEnd - position);
            int start = to.position();
            to.limit(start + count);
            try {
                return handle.read(to, position);
            } catch (ClosedChannelException e) {
                throw e;
            } catch (IOException e) {
                byte[] zeros = new byte[count];
                to.position(start);
                to.put(zeros);
                return count;
            }
        }

        @Override
        public int write(ByteBuffer from, long position) throws IOException {
            return handle.write(from, position);
        }

        @Override
        public void force() throws IOException {
            handle.force();
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
        return new PatientHandle(files.open(file));
    }

    @Override
    public Handle openWritable(Path file) throws IOException {
        return new PatientHandle(files.openWritable(file));
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        files.forceDirectory(directory);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        files.move(from, to);
    }

    @Override
    public void deleteIfExists(Path file) throws IOException {
        files.deleteIfExists(file);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        files.createDirectories(directory);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return files.list(directory);
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        return files.lock(file);
    }

    @Override
    public void awaitRetry() {
        files.awaitRetry();
    }
}
