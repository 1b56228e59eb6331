package io.failsight.collector.journal;

import io.failsight.collector.journal.segment.JournalFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that knows of each file and name what was forced and what was only written, so that {@link #crashed} can say what a crash
 * leaves: a file's bytes survive by the file's own force, a name (made, renamed, deleted) by the force of its folder, and neither by the other.
 * Thread-safe. Every call passes the {@link Watch} first.
 */
final class SimulatedDisk implements JournalFiles {
    /** What a journal asks of its disk. */
    enum Kind {
        OPEN,
        CREATE,
        READ,
        WRITE,
        FORCE,
        TRUNCATE,
        SIZE,
        CLOSE,
        LIST,
        MOVE,
        DELETE,
        MAKE_DIRECTORY,
        FORCE_DIRECTORY,
        LOCK;

        /** Whether the call may change what a crash leaves: only before such calls a crash is worth playing. */
        boolean changes() {
            return switch (this) {
                case CREATE, WRITE, FORCE, TRUNCATE, MOVE, DELETE, MAKE_DIRECTORY, FORCE_DIRECTORY -> true;
                case OPEN, READ, SIZE, CLOSE, LIST, LOCK -> false;
            };
        }

        /** Whether the call may find the disk full. */
        boolean takesRoom() {
            return this == CREATE || this == WRITE || this == MAKE_DIRECTORY;
        }
    }

    /** One call, counted from 1. */
    record Call(int number, Kind kind, Path file) {
        @Override
        public String toString() {
            return "call " + number + " (" + kind + " " + file + ")";
        }
    }

    /** How a call fails. */
    enum Fault {
        IO_ERROR,
        DISK_FULL
    }

    /** Sees each call before it is done. */
    @FunctionalInterface
    interface Watch {
        /** Returns how the call must fail, or null. */
        @Nullable
        Fault before(Call call);
    }

    /** Bytes written at a place, or a new size where there are none. */
    record Change(long order, long position, byte @Nullable [] bytes) {
        byte[] applyTo(byte[] content) {
            byte[] written = bytes;
            if (written == null) {
                return Arrays.copyOf(content, (int) position);
            }
            byte[] larger = content.length < position + written.length
                    ? Arrays.copyOf(content, (int) position + written.length)
                    : content.clone();
            System.arraycopy(written, 0, larger, (int) position, written.length);
            return larger;
        }
    }

    /** A file or folder, whatever its names. */
    static final class Node {
        final boolean directory;
        byte[] seen = {};
        byte[] durable = {};
        List<Change> pending = new ArrayList<>();

        Node(boolean directory) {
            this.directory = directory;
        }

        void apply(Change change) {
            seen = change.applyTo(seen);
            pending.add(change);
        }

        void makeDurable(Predicate<Change> survives) {
            for (Change change : pending) {
                if (survives.test(change)) {
                    durable = change.applyTo(durable);
                }
            }
            pending.clear();
        }
    }

    /** A name that went and one that came, in one step; either may be missing. */
    record NameChange(
            long order,
            @Nullable Path gone,
            @Nullable Path made,
            @Nullable Node node) {
        boolean isIn(Path folder) {
            return isChild(gone, folder) || isChild(made, folder);
        }

        private static boolean isChild(@Nullable Path name, Path folder) {
            return name != null && folder.equals(name.getParent());
        }

        void applyTo(Map<Path, Node> names) {
            if (gone != null) {
                names.remove(gone);
            }
            if (made != null) {
                names.put(made, Objects.requireNonNull(node));
            }
        }
    }

    /** Taken by one write, so that a crash comes between the parts of a group. */
    private static final int MOST_BYTES = 1_000;

    private final Map<Path, Node> seen = new TreeMap<>();
    private final Map<Path, Node> durable = new TreeMap<>();
    private final List<NameChange> pendingNames = new ArrayList<>();
    private final Random random;
    private volatile Watch watch = call -> null;
    private int calls;
    private long order;
    private boolean locked;
    private @Nullable Path broken;
    private int brokenFrom;
    private int brokenTo;
    private @Nullable CountDownLatch heldForce;
    private @Nullable CountDownLatch forceReached;

    /** An empty disk with one folder; chance decides what a failed force leaves. */
    SimulatedDisk(Path folder, Random random) {
        this.random = random;
        for (Path each = folder; each != null; each = each.getParent()) {
            Node node = new Node(true);
            seen.put(each, node);
            durable.put(each, node);
        }
    }

    /** A disk as a crash left it: whatever is on it is durable, unless {@code pending} says otherwise. */
    SimulatedDisk(Map<Path, Node> seen, Map<Path, Node> durable, List<NameChange> pending, long order, Random random) {
        this.random = random;
        this.seen.putAll(seen);
        this.durable.putAll(durable);
        this.pendingNames.addAll(pending);
        this.order = order;
    }

    void watch(Watch newWatch) {
        watch = newWatch;
    }

    synchronized int calls() {
        return calls;
    }

    /** What remains of this disk, which itself goes on unchanged. */
    synchronized SimulatedDisk crashed(Crash crash, Random chance) {
        return crash.of(seen, durable, pendingNames, order, chance);
    }

    /** Turns one bit, on the disk as well as in what programs see. */
    synchronized void flip(Path file, int position, int bit) {
        Node node = Objects.requireNonNull(seen.get(file), file.toString());
        node.seen[position] ^= (byte) (1 << bit);
        if (node.durable != node.seen && position < node.durable.length) {
            node.durable[position] ^= (byte) (1 << bit);
        }
    }

    /** Bytes of a file as programs see them; null when there is none. */
    synchronized byte @Nullable [] content(Path file) {
        Node node = seen.get(file);
        return node == null ? null : node.seen.clone();
    }

    /** From now on no read of these bytes succeeds. */
    synchronized void breakSector(Path file, int position, int bytes) {
        broken = file;
        brokenFrom = position;
        brokenTo = position + bytes;
    }

    /** Equal for disks that hold the same, durably and not. */
    synchronized long fingerprint() {
        CRC32C sum = new CRC32C();
        for (Map<Path, Node> names : List.of(seen, durable)) {
            names.forEach((name, node) -> {
                sum.update(name.toString().getBytes(StandardCharsets.UTF_8));
                sum.update(node.seen);
                sum.update(node.durable);
            });
        }
        return sum.getValue();
    }

    /** Takes a name away, durably. */
    synchronized void lose(Path file) {
        seen.remove(file);
        durable.remove(file);
    }

    /** Files whose names end so, in order. */
    synchronized List<Path> files(String suffix) {
        return seen.entrySet().stream()
                .filter(entry ->
                        !entry.getValue().directory && entry.getKey().toString().endsWith(suffix))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Holds the next force of a segment until {@link #letForceGo}, so that batches gather behind it; count down once it has come.
     */
    synchronized CountDownLatch holdForce() {
        heldForce = new CountDownLatch(1);
        CountDownLatch reached = new CountDownLatch(1);
        forceReached = reached;
        return reached;
    }

    synchronized void letForceGo() {
        CountDownLatch held = heldForce;
        heldForce = null;
        if (held != null) {
            held.countDown();
        }
    }

    private @Nullable Fault pass(Kind kind, Path file) throws IOException {
        Call call;
        synchronized (this) {
            calls++;
            call = new Call(calls, kind, file);
        }
        Fault fault = watch.before(call);
        if (fault != null && kind != Kind.WRITE && kind != Kind.FORCE && kind != Kind.CLOSE) {
            throw failure(fault);
        }
        return fault;
    }

    private static IOException failure(Fault fault) {
        return new IOException(
                switch (fault) {
                    case IO_ERROR -> "Input/output error";
                    case DISK_FULL -> "No space left on device";
                });
    }

    private void change(@Nullable Path gone, @Nullable Path made, @Nullable Node node) {
        NameChange change = new NameChange(order++, gone, made, node);
        change.applyTo(seen);
        pendingNames.add(change);
    }

    private final class OpenFile implements Handle {
        private final Path file;
        private final Node node;

        OpenFile(Path file, Node node) {
            this.file = file;
            this.node = node;
        }

        @Override
        public int read(ByteBuffer to, long position) throws IOException {
            pass(Kind.READ, file);
            synchronized (SimulatedDisk.this) {
                if (position >= node.seen.length) {
                    return to.hasRemaining() ? -1 : 0;
                }
                int count = Math.min(to.remaining(), node.seen.length - (int) position);
                if (file.equals(broken) && position < brokenTo && position + count > brokenFrom) {
                    throw failure(Fault.IO_ERROR);
                }
                to.put(node.seen, (int) position, count);
                return count;
            }
        }

        @Override
        public int write(ByteBuffer from, long position) throws IOException {
            Fault fault = pass(Kind.WRITE, file);
            int most = Math.min(from.remaining(), MOST_BYTES);
            int count = fault == null ? most : fault == Fault.DISK_FULL ? most / 2 : 0;
            synchronized (SimulatedDisk.this) {
                if (count > 0) {
                    byte[] bytes = new byte[count];
                    from.get(bytes);
                    node.apply(new Change(order++, position, bytes));
                }
            }
            if (fault != null) {
                throw failure(fault);
            }
            return count;
        }

        /** After a failure some of what was written is on the disk, and no later force takes the rest there. */
        @Override
        public void force() throws IOException {
            Fault fault = pass(Kind.FORCE, file);
            awaitPermission();
            synchronized (SimulatedDisk.this) {
                if (fault != null) {
                    node.makeDurable(change -> random.nextBoolean());
                    throw failure(fault);
                }
                node.makeDurable(change -> true);
            }
        }

        private void awaitPermission() {
            CountDownLatch held;
            synchronized (SimulatedDisk.this) {
                held = file.toString().endsWith(".seg") ? heldForce : null;
                if (held != null && forceReached != null) {
                    forceReached.countDown();
                }
            }
            if (held != null) {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            pass(Kind.TRUNCATE, file);
            synchronized (SimulatedDisk.this) {
                if (sizeBytes < node.seen.length) {
                    node.apply(new Change(order++, sizeBytes, null));
                }
            }
        }

        @Override
        public long size() throws IOException {
            pass(Kind.SIZE, file);
            synchronized (SimulatedDisk.this) {
                return node.seen.length;
            }
        }

        @Override
        public void close() throws IOException {
            Fault fault = pass(Kind.CLOSE, file);
            if (fault != null) {
                throw failure(fault);
            }
        }
    }

    @Override
    public Handle open(Path file) throws IOException {
        pass(Kind.OPEN, file);
        synchronized (this) {
            Node node = seen.get(file);
            if (node == null) {
                throw new NoSuchFileException(file.toString());
            }
            return new OpenFile(file, node);
        }
    }

    @Override
    public Handle openWritable(Path file) throws IOException {
        boolean there;
        synchronized (this) {
            there = seen.containsKey(file);
        }
        pass(there ? Kind.OPEN : Kind.CREATE, file);
        synchronized (this) {
            Node node = seen.get(file);
            if (node == null) {
                if (!seen.containsKey(file.getParent())) {
                    throw new NoSuchFileException(file.toString());
                }
                node = new Node(false);
                change(null, file, node);
            }
            return new OpenFile(file, node);
        }
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        pass(Kind.FORCE_DIRECTORY, directory);
        synchronized (this) {
            pendingNames.removeIf(change -> {
                boolean here = change.isIn(directory);
                if (here) {
                    change.applyTo(durable);
                }
                return here;
            });
        }
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        pass(Kind.MOVE, to);
        synchronized (this) {
            Node node = seen.get(from);
            if (node == null) {
                throw new NoSuchFileException(from.toString());
            }
            change(from, to, node);
        }
    }

    @Override
    public void deleteIfExists(Path file) throws IOException {
        pass(Kind.DELETE, file);
        synchronized (this) {
            if (seen.containsKey(file)) {
                change(file, null, null);
            }
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        boolean there;
        synchronized (this) {
            there = seen.containsKey(directory);
        }
        pass(there ? Kind.OPEN : Kind.MAKE_DIRECTORY, directory);
        synchronized (this) {
            List<Path> missing = new ArrayList<>();
            for (Path each = directory; each != null && !seen.containsKey(each); each = each.getParent()) {
                missing.add(each);
            }
            for (Path each : missing.reversed()) {
                change(null, each, new Node(true));
            }
        }
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        pass(Kind.LIST, directory);
        synchronized (this) {
            return seen.keySet().stream()
                    .filter(name -> directory.equals(name.getParent()))
                    .toList();
        }
    }

    @Override
    public void awaitRetry() {
        // the tests do not wait
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        pass(Kind.LOCK, file);
        synchronized (this) {
            if (locked) {
                throw new IOException("in use");
            }
            locked = true;
        }
        return () -> {
            synchronized (this) {
                locked = false;
            }
        };
    }
}
