package io.failsight.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file system of its own (tmpfs) that others fill as a test wants. Needs the right to mount. Not thread-safe. */
final class SmallDisk implements AutoCloseable {
    private static final int STEP_BYTES = 64 << 10;

    private final Path mount;
    private final Path others;

    private SmallDisk(Path mount) {
        this.mount = mount;
        this.others = mount.resolve("others.bin");
    }

    /** Mounts one; empty where this account may not. */
    static Optional<SmallDisk> mount(Path folder, int mebibytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        return run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString()) == 0
                ? Optional.of(new SmallDisk(folder))
                : Optional.empty();
    }

    Path path() {
        return mount;
    }

    /** Used part, as df counts. */
    double share() throws IOException {
        FileStore store = Files.getFileStore(mount);
        double used = store.getTotalSpace() - store.getUnallocatedSpace();
        return used / (used + store.getUsableSpace());
    }

    /** Lets others have so much that this part is used. */
    void fillTo(double share) throws IOException {
        FileStore store = Files.getFileStore(mount);
        long change = (long) ((share - share()) * store.getTotalSpace());
        long size = Files.exists(others) ? Files.size(others) : 0;
        if (change < 0) {
            try (FileChannel file = FileChannel.open(others, StandardOpenOption.WRITE)) {
                file.truncate(Math.max(0, size + change));
            }
            return;
        }
        byte[] bytes = new byte[STEP_BYTES];
        try (OutputStream out = Files.newOutputStream(others, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (long written = 0; written < change; written += bytes.length) {
                out.write(bytes);
            }
        }
    }

    /** Lets others have every byte that is left. */
    void fillUp() throws IOException {
        byte[] bytes = new byte[4_096];
        try (OutputStream out = Files.newOutputStream(others, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(bytes);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    /** Takes away what others have. */
    void clear() throws IOException {
        Files.deleteIfExists(others);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", "-l", mount.toString());
    }
}
