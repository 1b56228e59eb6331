package io.failsight.collector.receive.filetail;

import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.StopSignal;
import io.failsight.collector.receive.filetail.text.RecordStart;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files that are followed now: which come, which go, which are open. Used by one thread. */
final class FollowedFiles {
    private static final Logger LOG = System.getLogger(FollowedFiles.class.getName());
    /** Between looks at every directory and tries of what could not be read. */
    private static final Duration THOROUGH = Duration.ofSeconds(30);
    /** A file that was made so long before the last sign of life may not have come to its first batch. */
    private static final Duration FIRST_BATCH = Duration.ofMinutes(1);
    /** Ended files that are remembered, so that one that comes under another name is not read again. */
    private static final int MAX_ENDED = 4_096;

    private final FileTailConfig config;
    private final FileTailCounts counts;
    private final RecordShipper shipper;
    private final GlobScanner scanner;
    private final Map<String, FileCursor> known = new HashMap<>();
    private final Map<FileStatus.Identity, FileCursor> ended = new LinkedHashMap<>();
    private final Map<Path, TailedFile> files = new LinkedHashMap<>();
    private final Map<Path, Long> unreadableSince = new HashMap<>();
    private final Set<Path> named = new HashSet<>();
    private final @Nullable Instant lastLife;
    private boolean isFirstScan = true;
    /** Files that are open, or were a moment ago. */
    private int openCount;

    private long nextThorough = System.nanoTime();

    FollowedFiles(
            FileTailConfig config,
            ReceiverContext context,
            FileTailCounts counts,
            Map<String, String> cursors,
            RecordStart start) {
        this.config = config;
        this.counts = counts;
        this.shipper = new RecordShipper(config, start, context, counts);
        this.scanner = new GlobScanner(config.patterns(), config.excludes(), context.clock());
        cursors.forEach((source, text) -> {
            FileCursor cursor = source.startsWith(FileTailConfig.ID + "/") ? FileCursor.parse(text) : null;
            if (cursor != null) {
                known.put(source, cursor);
                ended.put(cursor.identity(), cursor);
            }
        });
        lastLife = known.isEmpty()
                ? null
                : Instant.ofEpochMilli(known.values().stream()
                        .mapToLong(FileCursor::millis)
                        .max()
                        .orElseThrow());
    }

    /** Looks for files that came, went, or changed while they were closed. */
    void scan(long now) {
        boolean isThorough = now - nextThorough >= 0;
        if (isThorough) {
            nextThorough = now + THOROUGH.toNanos();
            unreadableSince.clear();
        }
        Set<Path> found = scanner.scan(isThorough);
        scanner.unreadable().forEach((directory, reason) -> nameOnce(directory, reason));
        for (TailedFile file : List.copyOf(files.values())) {
            examine(file, now);
        }
        List<Path> unknown = new ArrayList<>();
        for (Path path : found) {
            if (!files.containsKey(path)) {
                FileCursor cursor = known.get(TailedFile.sourceOf(path));
                if (cursor == null) {
                    unknown.add(path);
                } else {
                    follow(path, cursor, false, now);
                }
            }
        }
        if (isFirstScan) {
            followVanished(now);
        }
        followUnknown(unknown, now);
        isFirstScan = false;
        counts.files.set(files.size());
        counts.unreadableFiles.set(unreadableSince.size() + scanner.unreadable().size());
    }

    /** Files that were read and are gone may live on under another name. */
    private void followVanished(long now) {
        for (Map.Entry<String, FileCursor> entry : List.copyOf(known.entrySet())) {
            Path path = Path.of(entry.getKey().substring(FileTailConfig.ID.length()));
            if (!files.containsKey(path) && scanner.names(path)) {
                follow(path, entry.getValue(), false, now);
            }
        }
    }

    private void followUnknown(List<Path> unknown, long now) {
        if (unknown.isEmpty()) {
            counts.waitingFiles.set(0);
            return;
        }
        Set<FileStatus.Identity> taken = new HashSet<>();
        for (TailedFile file : files.values()) {
            FileCursor cursor = file.cursor();
            if (cursor != null) {
                taken.add(cursor.identity());
            }
        }
        Set<Path> candidates = new HashSet<>(unknown);
        int waiting = 0;
        for (Path path : unknown) {
            if (unreadableSince.containsKey(path) || isPutAside(path, candidates)) {
                continue;
            }
            if (files.size() >= config.maxFiles()) {
                waiting++;
                continue;
            }
            try {
                followNew(path, taken, now);
            } catch (IOException e) {
                unreadable(path, e, now);
            }
        }
        counts.waitingFiles.set(waiting);
    }

    private boolean isPutAside(Path path, Set<Path> candidates) {
        Path base = RotatedNames.base(path);
        return base != null
                && (files.containsKey(base)
                        || candidates.contains(base)
                        || known.containsKey(TailedFile.sourceOf(base)));
    }

    private void followNew(Path path, Set<FileStatus.Identity> taken, long now) throws IOException {
        FileStatus status = FileStatus.of(path);
        if (status == null || !taken.add(status.identity())) {
            return;
        }
        FileCursor former = ended.get(status.identity());
        if (former != null && matches(path, former)) {
            follow(path, former, false, now);
            return;
        }
        Instant life = lastLife;
        boolean startsAtEnd = isFirstScan && (life == null || TailedFile.isBornBefore(status, life.minus(FIRST_BATCH)));
        follow(path, null, startsAtEnd, now);
    }

    private static boolean matches(Path path, FileCursor cursor) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return cursor.matches(channel);
        }
    }

    private void follow(Path path, @Nullable FileCursor cursor, boolean startsAtEnd, long now) {
        if (unreadableSince.containsKey(path)) {
            return;
        }
        TailedFile file = new TailedFile(path, config, shipper, counts, cursor, startsAtEnd);
        files.put(path, file);
        examine(file, now);
    }

    private void examine(TailedFile file, long now) {
        if (unreadableSince.containsKey(file.path())) {
            return;
        }
        boolean wasOpen = file.isOpen();
        try {
            file.examine(FileStatus.of(file.path()), now, () -> makeRoom(now));
            openCount += !wasOpen && file.isOpen() ? 1 : 0;
        } catch (IOException e) {
            unreadable(file.path(), e, now);
        }
        forgetFinished(file);
    }

    private void forgetFinished(TailedFile file) {
        if (!file.isFinished()) {
            return;
        }
        files.remove(file.path());
        FileCursor cursor = file.cursor();
        if (cursor != null) {
            remember(cursor);
            known.put(file.source(), cursor);
        }
    }

    private void remember(FileCursor cursor) {
        ended.remove(cursor.identity());
        ended.put(cursor.identity(), cursor);
        if (ended.size() > MAX_ENDED) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    /** Gives each open file its turn; true when one of them has more to read at once. */
    boolean round(StopSignal stop) {
        boolean hasMore = false;
        for (TailedFile file : List.copyOf(files.values())) {
            if (stop.isStopped()) {
                return false;
            }
            FileCursor before = file.cursor();
            try {
                hasMore |= file.round(System.nanoTime());
            } catch (IOException e) {
                unreadable(file.path(), e, System.nanoTime());
            }
            FileCursor after = file.cursor();
            if (before != null && after != null && !before.identity().equals(after.identity())) {
                remember(before);
            }
            forgetFinished(file);
        }
        counts.openFiles.set(files.values().stream().filter(TailedFile::isOpen).count());
        return hasMore;
    }

    /** Whether one more file may be opened; closes one that has nothing to give when there are too many. */
    private boolean makeRoom(long now) {
        if (openCount < config.maxOpenFiles()) {
            return true;
        }
        List<TailedFile> open =
                files.values().stream().filter(TailedFile::isOpen).toList();
        openCount = open.size();
        if (openCount < config.maxOpenFiles()) {
            return true;
        }
        TailedFile quietest = open.stream()
                .filter(TailedFile::isClosable)
                .max(Comparator.comparingLong(file -> file.quietNanos(now)))
                .orElse(null);
        if (quietest == null) {
            return false;
        }
        closeQuietly(quietest);
        openCount--;
        return true;
    }

    private void unreadable(Path path, IOException failure, long now) {
        if (failure instanceof NoSuchFileException) {
            return; // gone since it was found: the next scan sees that
        }
        unreadableSince.put(path, now);
        nameOnce(path, String.valueOf(failure));
        TailedFile file = files.get(path);
        if (file != null) {
            closeQuietly(file);
        }
    }

    private void nameOnce(Path path, String reason) {
        if (named.size() < MAX_ENDED && named.add(path)) {
            LOG.log(
                    Level.WARNING,
                    FileTailConfig.ID + ": cannot read " + path + " (" + reason
                            + "); let the appliance's account read it, or leave it out of the patterns");
        }
    }

    void closeAll() {
        files.values().forEach(FollowedFiles::closeQuietly);
        counts.openFiles.set(0);
    }

    private static void closeQuietly(TailedFile file) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> FileTailConfig.ID + ": closing " + file.path() + ": " + e.getMessage());
        }
    }
}
