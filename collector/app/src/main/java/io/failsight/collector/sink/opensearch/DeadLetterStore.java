package io.failsight.collector.sink.opensearch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Entries that the destination will never take, one JSON object a line with the reason, forced before their journal
 * position is given up. Two files: when they are full, the older one is dropped, which is logged and counted. Thread-safe.
 */
public final class DeadLetterStore implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DeadLetterStore.class);
    /** Letters whose entry may come again after a crash: an entry is kept once. */
    private static final int REMEMBERED = 10_000;

    private final Path directory;
    private final long maxBytes;
    private final InstantSource clock;
    private final Set<String> recent = new LinkedHashSet<>();
    private final LongAdder dropped = new LongAdder();
    private LetterFile current;
    private LetterFile older;
    private boolean closed;

    /**
     * A part of the list.
     *
     * @param letters newest first
     * @param next how many to skip for the next part; -1 when there is none
     */
    public record Page(List<DeadLetter> letters, int next) {}

    /**
     * Opens the store.
     *
     * @param directory folder that holds it; made when missing
     * @param maxBytes most bytes on disk, two files together
     */
    public DeadLetterStore(Path directory, long maxBytes, InstantSource clock) throws IOException {
        Files.createDirectories(directory);
        this.directory = directory;
        this.older = LetterFile.open(directory.resolve("dead-letters.1.ndjson"));
        this.current = LetterFile.open(directory.resolve("dead-letters.ndjson"));
        this.maxBytes = maxBytes;
        this.clock = clock;
        page(Math.min(REMEMBERED, count()), 0).letters().reversed().forEach(letter -> recent.add(letter.id()));
    }

    /** Keeps one entry; durable when the call returns. One that is kept already is not kept again. */
    synchronized void put(String id, String index, String errorType, String reason, String document)
            throws IOException {
        if (closed) {
            throw new IOException("the store of dead letters is closed");
        }
        if (!recent.contains(id)) {
            keep(new DeadLetter(clock.instant(), id, index, errorType, reason, document));
        }
    }

    private void keep(DeadLetter letter) throws IOException {
        if (current.count() > 0 && current.bytes() + letter.line().length > maxBytes / 2) {
            turnOver();
        }
        boolean isNew = current.count() == 0;
        current.append(letter);
        if (isNew) {
            forceNames();
        }
        recent.add(letter.id());
        if (recent.size() > REMEMBERED) {
            recent.remove(recent.iterator().next());
        }
    }

    private void turnOver() throws IOException {
        if (older.count() > 0) {
            LOG.errorf(
                    "the dead letters fill their %d MiB: the older half, %d entries refused from %s to %s, is dropped and lost. Send them again, or find"
                            + " out why so many are refused",
                    maxBytes >> 20,
                    older.count(),
                    older.get(0).map(letter -> letter.at().toString()).orElse("?"),
                    older.get(older.count() - 1)
                            .map(letter -> letter.at().toString())
                            .orElse("?"));
        }
        Files.move(current.path(), older.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceNames();
        dropped.add(older.count());
        Path path = current.path();
        older = LetterFile.open(older.path());
        current = LetterFile.open(path);
    }

    private void forceNames() throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /** Letters there are. */
    public synchronized int count() {
        return current.count() + older.count();
    }

    /** Bytes that they take. */
    public synchronized long bytes() {
        return current.bytes() + older.bytes();
    }

    /** Most bytes that they may take. */
    public long maxBytes() {
        return maxBytes;
    }

    /** Letters that were dropped since the start, because there was no room for newer ones. */
    public long dropped() {
        return dropped.sum();
    }

    /** Letters, newest first. What was damaged on disk is left out. */
    public synchronized Page page(int size, int skip) throws IOException {
        List<DeadLetter> letters = new ArrayList<>();
        int all = count();
        int number = skip;
        for (; number < all && letters.size() < size; number++) {
            get(all - 1 - number).ifPresent(letters::add);
        }
        return new Page(letters, number < all ? number : -1);
    }

    private Optional<DeadLetter> get(int number) throws IOException {
        return number < older.count() ? older.get(number) : current.get(number - older.count());
    }

    /** The oldest letters that are wanted, at most so many. */
    synchronized List<DeadLetter> oldest(Predicate<DeadLetter> wanted, int most) throws IOException {
        List<DeadLetter> letters = new ArrayList<>();
        for (int number = 0; number < count() && letters.size() < most; number++) {
            get(number).filter(wanted).ifPresent(letters::add);
        }
        return letters;
    }

    /** How many letters were refused before an instant. */
    synchronized int countBefore(Instant before) throws IOException {
        int most = count();
        int least = 0;
        while (least < most) { // they stand in order of time
            int middle = (least + most) >>> 1;
            boolean isBefore =
                    get(middle).map(letter -> letter.at().isBefore(before)).orElse(true);
            least = isBefore ? middle + 1 : least;
            most = isBefore ? most : middle;
        }
        return least;
    }

    /**
     * Takes letters out whose entries are in the index, and puts the new reason of those that were refused again. A crash in between leaves some that are in the
     * index; sending them again finds that.
     */
    synchronized void settle(Set<String> inIndex, List<DeadLetter> refusedAgain) throws IOException {
        if (closed) {
            throw new IOException("the store of dead letters is closed");
        }
        Set<String> gone = new LinkedHashSet<>(inIndex);
        refusedAgain.forEach(letter -> gone.add(letter.id()));
        if (gone.isEmpty()) {
            return;
        }
        Predicate<DeadLetter> stays = letter -> !gone.contains(letter.id());
        current = current.rewrite(stays, refusedAgain); // first: what is refused again must not be missing at any time
        older = older.rewrite(stays, List.of());
        forceNames();
        recent.removeAll(inIndex);
        refusedAgain.forEach(letter -> recent.add(letter.id()));
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
