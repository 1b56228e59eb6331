package io.failsight.collector.journal;

import io.failsight.collector.journal.segment.JournalFiles;
import io.failsight.model.StorageClass;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Which index takes the entries from an offset on, so that a repeated write goes where the first one went (design decision 6). A text file of
 * lines "offset class index checksum", forced before a route is used, and its copy: a line that is damaged in one is taken from the other. Thread-safe;
 * look-ups do not lock.
 */
public final class IndexRoutes {
    private static final System.Logger LOG = System.getLogger(IndexRoutes.class.getName());

    /** Thousands of routes; a longer file is not one of ours. */
    private static final int MAX_BYTES = 16 << 20;

    private final JournalFiles files;
    private final Path file;
    private final Path copy;
    private final LongSupplier lowestOffset;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Map<StorageClass, List<Route>> routes = Map.of();

    /**
     * One route.
     *
     * @param fromOffset global offset of the first entry it is for
     * @param storageClass class of those entries
     * @param index name of the index
     */
    public record Route(long fromOffset, StorageClass storageClass, String index) {
        public Route {
            if (index.isBlank() || index.chars().anyMatch(c -> c <= ' ')) {
                throw new IllegalArgumentException("an index name has no blanks, was: '" + index + "'");
            }
        }

        private String line() {
            String text = fromOffset + " " + storageClass.id() + " " + index;
            return text + " " + Integer.toHexString(sum(text)) + "\n";
        }

        private static @Nullable Route parse(String line) {
            String[] parts = line.split(" ", -1);
            if (parts.length != 4
                    || !parts[3].equals(Integer.toHexString(sum(parts[0] + " " + parts[1] + " " + parts[2])))) {
                return null;
            }
            for (StorageClass known : StorageClass.values()) {
                if (known.id().equals(parts[1])) {
                    return new Route(Long.parseLong(parts[0]), known, parts[2]);
                }
            }
            return null;
        }

        private static int sum(String text) {
            CRC32C sum = new CRC32C();
            sum.update(text.getBytes(StandardCharsets.UTF_8));
            return (int) sum.getValue();
        }
    }

    private IndexRoutes(JournalFiles files, Path file, LongSupplier lowestOffset) {
        this.files = files;
        this.file = file;
        this.copy = file.resolveSibling(file.getFileName() + ".copy");
        this.lowestOffset = lowestOffset;
    }

    /**
     * Opens the file of routes, or begins one.
     *
     * @param lowestOffset says from which offset on entries may still be read; only the routes they need are kept, at opening and adding
     */
    static IndexRoutes open(JournalFiles files, Path file, LongSupplier lowestOffset) throws IOException {
        IndexRoutes opened = new IndexRoutes(files, file, lowestOffset);
        List<Route> read = new ArrayList<>();
        boolean whole = read(files, file, read);
        List<Route> second = new ArrayList<>();
        boolean copyIsWhole = read(files, opened.copy, second) && second.equals(read);
        if (!whole) {
            second.stream().filter(route -> !read.contains(route)).forEach(read::add);
            read.sort(Comparator.comparingLong(Route::fromOffset));
        }
        List<Route> kept = needed(read, lowestOffset.getAsLong());
        opened.routes = byClass(kept);
        if (!read.isEmpty() && (!whole || !copyIsWhole || kept.size() < read.size())) {
            try {
                opened.rewrite(kept);
            } catch (IOException e) {
                LOG.log(
                        Level.WARNING,
                        "the journal''s routes cannot be tidied up ({0}); the next start tries again",
                        e);
            }
        }
        return opened;
    }

    /** Adds the routes of a file; false when it is not there, has none or has a line that is none. */
    private static boolean read(JournalFiles files, Path file, List<Route> to) throws IOException {
        boolean whole = true;
        try (JournalFiles.Handle handle = files.open(file)) {
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(handle.size(), MAX_BYTES));
            handle.readFully(content, 0);
            for (String line : new String(content.array(), StandardCharsets.UTF_8).split("\n", -1)) {
                Route route = Route.parse(line);
                if (route != null) {
                    to.add(route);
                } else {
                    whole &= line.isEmpty();
                }
            }
        } catch (NoSuchFileException e) {
            return false;
        }
        return whole && !to.isEmpty();
    }

    private static List<Route> needed(List<Route> all, long lowestOffset) {
        List<Route> kept = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Route route = all.get(i);
            boolean replaced = all.subList(i + 1, all.size()).stream()
                    .anyMatch(later -> later.storageClass == route.storageClass && later.fromOffset <= lowestOffset);
            if (!replaced) {
                kept.add(route);
            }
        }
        return kept;
    }

    private void rewrite(List<Route> kept) throws IOException {
        StringBuilder text = new StringBuilder();
        kept.forEach(route -> text.append(route.line()));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        files.replace(file, bytes);
        files.replace(copy, bytes);
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            files.forceDirectory(directory);
        }
        routes = byClass(kept);
    }

    private static Map<StorageClass, List<Route>> byClass(List<Route> all) {
        Map<StorageClass, List<Route>> map = new EnumMap<>(StorageClass.class);
        for (Route route : all) {
            map.computeIfAbsent(route.storageClass, key -> new ArrayList<>()).add(route);
        }
        return map;
    }

    /** The index for an entry of that class at that offset; null when no route covers it. */
    public @Nullable String indexFor(StorageClass storageClass, long offset) {
        List<Route> all = routes.getOrDefault(storageClass, List.of());
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).fromOffset <= offset) {
                return all.get(i).index;
            }
        }
        return null;
    }

    /** The index of the oldest route of that class; null when there is none. */
    public @Nullable String oldest(StorageClass storageClass) {
        List<Route> all = routes.getOrDefault(storageClass, List.of());
        return all.isEmpty() ? null : all.getFirst().index;
    }

    /** Offset that no route begins above; 0 when there is none. */
    public long end() {
        return all().stream().mapToLong(Route::fromOffset).max().orElse(0);
    }

    /** All routes in force, by class and offset. */
    public List<Route> all() {
        return routes.values().stream().flatMap(List::stream).toList();
    }

    /**
     * Adds a route and returns when it is durable. Use the index only after that.
     *
     * @param fromOffset at or above every route of the class, and above every entry of it that was already sent to another index
     * @throws IOException when it could not be made durable; it is then not in force
     */
    public void add(long fromOffset, StorageClass storageClass, String index) throws IOException {
        lock.lock();
        try {
            List<Route> of = routes.getOrDefault(storageClass, List.of());
            if (!of.isEmpty() && of.getLast().fromOffset > fromOffset) {
                throw new IllegalArgumentException("a route of " + storageClass.id() + " from offset " + fromOffset
                        + " would lie before the one from " + of.getLast().fromOffset);
            }
            List<Route> more = new ArrayList<>(all());
            more.add(new Route(fromOffset, storageClass, index));
            rewrite(needed(more, lowestOffset.getAsLong()));
        } finally {
            lock.unlock();
        }
    }

    /** Drops the routes that no entry from that offset on needs. */
    void compact(long lowestOffset) throws IOException {
        lock.lock();
        try {
            List<Route> all = all();
            List<Route> kept = needed(all, lowestOffset);
            if (kept.size() < all.size()) {
                rewrite(kept);
            }
        } finally {
            lock.unlock();
        }
    }
}
