package io.failsight.collector.journal;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchConsumer;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Outcome;
import io.failsight.collector.journal.segment.Cursors;
import io.failsight.collector.journal.segment.JournalFiles;
import io.failsight.collector.journal.segment.SalvagingFiles;
import io.failsight.collector.journal.segment.Segment;
import io.failsight.collector.journal.segment.SegmentReader;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The durable journal: {@link #accept} returns when the batch is forced to disk; {@link #reader} gives a destination its own way through. One
 * process at a time opens a folder. Opening repairs what a crash left ({@link #recovery}). Thread-safe.
 *
 * <p>Offsets count bytes of all segments ever written, grow for ever, and begin at milliseconds since the epoch times 2^20 so that a journal
 * made anew continues above the one it replaces.
 */
public final class Journal implements BatchConsumer, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Journal.class.getName());
    /** A disk that fails is asked five times in four seconds; what it still cannot read then is given up, and told. */
    private static final int OPEN_ATTEMPTS = 5;

    private final JournalFiles files;
    private final Path directory;
    private final Closeable folderLock;
    private final ReentrantLock lock = new ReentrantLock();
    private final JournalStats stats = new JournalStats();
    private final Cursors cursors;
    private final Quarantine quarantine;
    private final SegmentStore store;
    private final GroupCommit commits;
    private final Upkeep upkeep;
    private final IndexRoutes routes;
    private final RecoveryReport recovery;
    private final Map<String, ReaderPosition> positions;
    private final Map<String, JournalReader> readers = new ConcurrentHashMap<>();
    private final long firstOffset;
    private final long firstRecords;
    private boolean closed;

    /**
     * Opens a journal, or begins one.
     *
     * @throws IOException when the folder is in use or cannot be read or written; the message says what to do
     */
    public static Journal open(Path directory, JournalConfig config, InstantSource clock) throws IOException {
        return open(directory, config, clock, JournalFiles.system());
    }

    static Journal open(Path directory, JournalConfig config, InstantSource clock, JournalFiles files)
            throws IOException {
        files.createDirectories(directory.resolve("segments"));
        files.createDirectories(directory.resolve("readers"));
        Closeable folderLock = files.lock(directory.resolve("lock"));
        try {
            Journal journal = recover(directory, config, clock, files, folderLock);
            journal.commits.start();
            journal.upkeep.start();
            return journal;
        } catch (IOException | RuntimeException e) {
            folderLock.close();
            throw e;
        }
    }

    /** Tries again while the disk fails, and in the end does without what cannot be read. */
    private static Journal recover(
            Path directory, JournalConfig config, InstantSource clock, JournalFiles files, Closeable folderLock)
            throws IOException {
        Set<RecoveryReport.Damage> damages = new LinkedHashSet<>();
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt == OPEN_ATTEMPTS;
            Attempt opening = new Attempt(last ? new SalvagingFiles(files) : files, new ConcurrentHashMap<>(), damages);
            try {
                forceNames(directory, files);
                return new Journal(directory, config, clock, files, folderLock, opening);
            } catch (IOException e) {
                opening.giveUp();
                if (last) {
                    throw new IOException(
                            "The journal in " + directory.toAbsolutePath() + " cannot be opened (" + e
                                    + "). Check the disk, its mount and the rights of the folder; nothing that was acknowledged is given up.",
                            e);
                }
                LOG.log(
                        Level.WARNING,
                        "the journal cannot be opened ({0}); tried again {1} times",
                        e,
                        OPEN_ATTEMPTS - attempt);
                files.awaitRetry();
            }
        }
    }

    private static void forceNames(Path directory, JournalFiles files) throws IOException {
        files.forceDirectory(directory);
        // names that a process which was killed had made are seen by this one, but may still be lost with the power
        files.forceDirectory(directory.resolve("segments"));
        files.forceDirectory(directory.resolve("readers"));
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            files.forceDirectory(parent);
        }
    }

    /**
     * One attempt to open.
     *
     * @param reading the journal's files, or those that give up what cannot be read
     * @param positions takes the positions of readers
     * @param damages takes what is found, of this attempt and those before
     */
    private record Attempt(
            JournalFiles reading, Map<String, ReaderPosition> positions, Set<RecoveryReport.Damage> damages) {
        void giveUp() {
            for (ReaderPosition position : positions.values()) {
                try {
                    position.close();
                } catch (IOException e) {
                    LOG.log(Level.DEBUG, "a position that was only read cannot be closed", e);
                }
            }
        }
    }

    private Journal(
            Path directory,
            JournalConfig config,
            InstantSource clock,
            JournalFiles files,
            Closeable folderLock,
            Attempt opening)
            throws IOException {
        JournalFiles reading = opening.reading();
        this.positions = opening.positions();
        this.files = files;
        this.directory = directory;
        this.folderLock = folderLock;
        this.cursors = new Cursors(config.maxCursors());
        this.quarantine = new Quarantine(files, directory.resolve("quarantine"));
        Path segments = directory.resolve("segments");
        Recovery.Result found = new Recovery(reading, segments, quarantine, cursors, opening.damages()).run();
        this.recovery = found.report();
        this.store = new SegmentStore(files, config, found.segments());
        openPositions(reading, found.segments());
        this.routes = IndexRoutes.open(reading, directory.resolve("routes"), this::lowestReadableOffset);
        long base = found.nextBase() == 0 ? clock.millis() << 20 : found.nextBase();
        long records = found.records();
        for (ReaderPosition position : positions.values()) {
            base = Math.max(base, position.offset());
            records = Math.max(records, position.records());
        }
        base = Math.max(Math.max(base, routes.end()), quarantine.end());
        Recovery.Result start =
                new Recovery.Result(found.segments(), base, records, found.lastIncarnation(), found.report());
        this.firstOffset =
                found.segments().isEmpty() ? base : found.segments().getFirst().base();
        this.firstRecords = found.segments().isEmpty()
                ? records
                : found.segments().getFirst().baseRecords();
        for (RecoveryReport.Damage damage : recovery.damages()) {
            stats.lost(damage.mayBeTorn() ? 0 : damage.lostRecords(), damage.to() - damage.from());
        }
        SegmentWriter writer = new SegmentWriter(files, segments, config, clock, lock, store, cursors, stats, start);
        this.commits = new GroupCommit(lock, config, store, cursors, stats, writer, this::sealed);
        this.upkeep = new Upkeep(this, config);
        release();
    }

    private void openPositions(JournalFiles reading, List<Segment> found) throws IOException {
        long offset = found.isEmpty() ? 0 : found.getFirst().base();
        long records = found.isEmpty() ? 0 : found.getFirst().baseRecords();
        for (Path file : files.list(directory.resolve("readers"))) {
            String name = file.getFileName().toString();
            if (name.endsWith(".position")) {
                String reader = name.substring(0, name.length() - ".position".length());
                positions.put(reader, ReaderPosition.open(reading, file, reader, offset, records));
            }
        }
    }

    /** What opening found and repaired. */
    public RecoveryReport recovery() {
        return recovery;
    }

    @Override
    public Outcome accept(Batch batch, Duration patience) {
        BatchHeader header = batch.header();
        PendingBatch pending = new PendingBatch(batch);
        int longest = Math.max(
                Math.max(pending.texts.source().length, pending.texts.receiver().length),
                Math.max(pending.texts.peer().length, pending.texts.cursor().length));
        if (longest > BatchHeader.MAX_TEXT_BYTES) {
            stats.refused(header.recordCount());
            return new Outcome.Refused(
                    ErrorKind.BAD_INPUT,
                    "Source, peer or cursor has " + longest + " bytes, at most " + BatchHeader.MAX_TEXT_BYTES
                            + " can be kept.");
        }
        return commits.submit(pending, patience);
    }

    /**
     * A reader; the first of its name begins at the oldest batch still there. Every name that was ever used holds the journal's space until it has
     * read it; see {@link #forgetReader}.
     *
     * @param name lower-kebab id of the destination
     * @throws IllegalStateException when a reader of that name is open
     */
    public JournalReader reader(String name) throws IOException {
        if (!name.matches("[a-z0-9][a-z0-9.-]{0,63}")) {
            throw new IllegalArgumentException("a reader's name is lower-kebab, was: " + name);
        }
        lock.lock();
        try {
            if (closed || readers.containsKey(name)) {
                throw new IllegalStateException(
                        closed ? "the journal is closed" : "the reader " + name + " is already open");
            }
            ReaderPosition position = positions.get(name);
            if (position == null) {
                List<Segment> segments = store.segments();
                long offset =
                        segments.isEmpty() ? firstOffset : segments.getFirst().base();
                long records =
                        segments.isEmpty() ? firstRecords : segments.getFirst().baseRecords();
                position = ReaderPosition.open(files, positionFile(name), name, offset, records);
                try {
                    files.forceDirectory(directory.resolve("readers"));
                } catch (IOException e) {
                    position.close();
                    throw e;
                }
                positions.put(name, position);
            }
            JournalReader reader = new JournalReader(this, position);
            readers.put(name, reader);
            return reader;
        } finally {
            lock.unlock();
        }
    }

    private Path positionFile(String name) {
        return directory.resolve("readers").resolve(name + ".position");
    }

    /** Drops the position of a destination that is gone for good, so that it no longer holds space. */
    public void forgetReader(String name) throws IOException {
        JournalReader open = readers.get(name);
        if (open != null) {
            throw new IllegalStateException("the reader " + name + " is open");
        }
        if (positions.containsKey(name)) {
            files.deleteIfExists(positionFile(name));
            files.forceDirectory(directory.resolve("readers"));
            ReaderPosition position = positions.remove(name);
            if (position != null) {
                position.close();
            }
            release();
        }
    }

    /** Last durable cursor of each source. */
    public Map<String, String> cursors() {
        lock.lock();
        try {
            return cursors.copy();
        } finally {
            lock.unlock();
        }
    }

    /** Which index takes which entries. */
    public IndexRoutes routes() {
        return routes;
    }

    public JournalStats stats() {
        return stats;
    }

    /** Offset behind the last durable batch: where a new route may begin. */
    public long endOffset() {
        List<Segment> segments = store.segments();
        return segments.isEmpty() ? firstOffset : segments.getLast().end();
    }

    /** Records that a reader has not committed, to the record and without those known to be lost. 0 for a name never used. */
    public long pendingRecords(String reader) {
        ReaderPosition position = positions.get(reader);
        if (position == null) {
            return 0;
        }
        long offset =
                position.offset(); // first: should it move on in between, a loss is counted as pending for a moment
        return store.recordsBehind(offset, position.records(), firstRecords);
    }

    /** Bytes that a reader has not committed. 0 for a name never used. */
    public long pendingBytes(String reader) {
        ReaderPosition position = positions.get(reader);
        if (position == null) {
            return 0;
        }
        return store.bytesBehind(position.offset());
    }

    /** Names of all readers that hold a position. */
    public List<String> readerNames() {
        return positions.keySet().stream().sorted().toList();
    }

    /** Bytes of all segments on disk. */
    public long diskBytes() {
        return store.diskBytes();
    }

    /** Bytes of the budget taken by what some reader has not read. */
    public long unreadBytes() {
        lock.lock();
        try {
            return store.unreadBytes();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Deletes what every reader has left behind, of which the budget would have kept some for later: for a disk that others fill.
     *
     * @return bytes that it freed
     */
    public long freeDelivered() throws IOException {
        lock.lock();
        try {
            long before = store.diskBytes();
            store.deleteDelivered();
            return before - store.diskBytes();
        } finally {
            lock.unlock();
        }
    }

    /** Segments on disk. */
    public int segmentCount() {
        return store.segments().size();
    }

    /** Takes what has gathered to disk, forces all positions and lets go of the folder. Closing twice is harmless. */
    @Override
    public void close() throws IOException {
        shutDown(false);
    }

    /** Stops as the death of the process would: for tests. */
    void crash() throws IOException {
        shutDown(true);
    }

    private void shutDown(boolean asCrash) throws IOException {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        if (asCrash) {
            commits.crash();
        } else {
            commits.close();
        }
        upkeep.stop(asCrash);
        for (ReaderPosition position : positions.values()) {
            try {
                position.close();
            } catch (IOException e) {
                stats.mishap(); // what was forced of it stays; the folder must be let go of all the same
            }
        }
        folderLock.close();
    }

    JournalFiles files() {
        return files;
    }

    SegmentStore store() {
        return store;
    }

    GroupCommit commits() {
        return commits;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    Collection<ReaderPosition> positions() {
        return positions.values();
    }

    void closed(JournalReader reader) {
        readers.remove(reader.name(), reader);
    }

    private long lowestDurableOffset() {
        return positions.values().stream()
                .mapToLong(ReaderPosition::durableOffset)
                .min()
                .orElse(0);
    }

    /**
     * The lowest offset that a reader may come to: its position, or the oldest batch that is there, from which it would begin again had its
     * position been lost. Routes from there on are kept, so that even then each entry goes where it went the first time.
     */
    private long lowestReadableOffset() {
        List<Segment> segments = store.segments();
        return segments.isEmpty()
                ? lowestDurableOffset()
                : Math.min(lowestDurableOffset(), segments.getFirst().base());
    }

    /** Frees what every reader has durably left behind. */
    void release() {
        lock.lock();
        try {
            store.deliveredUpTo(lowestDurableOffset());
        } finally {
            lock.unlock();
        }
    }

    private void sealed() {
        upkeep.look();
    }

    /** Whether every reader has durably left everything behind. */
    boolean isReadWhole() {
        return lowestDurableOffset() >= endOffset();
    }

    /** Number of segments that every reader has durably left behind. */
    int slowestSegment() {
        return store.countUpTo(lowestDurableOffset());
    }

    /** Whether some reader is in a segment or about to enter it. */
    boolean isBeingRead(List<Segment> segments, int index) {
        Segment before = index == 0 ? null : segments.get(index - 1);
        return readers.values().stream()
                .map(JournalReader::current)
                .anyMatch(segment -> segment != null && (segment == segments.get(index) || segment == before));
    }

    /** Takes a compressed file into use; false when its segment has been evicted meanwhile. */
    boolean compressed(Segment segment, long bytes) throws IOException {
        files.forceDirectory(directory.resolve("segments"));
        lock.lock();
        try {
            if (!store.segments().contains(segment)) {
                files.deleteIfExists(segment.packed());
                return false;
            }
            store.compressed(segment, bytes);
        } finally {
            lock.unlock();
        }
        files.deleteIfExists(segment.raw());
        return true;
    }

    /** Passes a segment of which nothing can be read. */
    void giveUp(Segment segment) throws IOException {
        lock.lock();
        try {
            if (segment.holeAt(segment.firstBatch()) == null) {
                quarantine.noteWhole(segment, stats);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a range that a reader found damaged, and remembers it for the others. */
    Segment.Hole quarantine(Segment segment, SegmentReader reader, int from, int limit) throws IOException {
        int next = reader.findNext(from + 1, limit);
        lock.lock();
        try {
            Segment.Hole known = segment.holeAt(from);
            return known != null ? known : quarantine.keepFound(segment, reader, from, next, limit, stats);
        } finally {
            lock.unlock();
        }
    }
}
