package io.failsight.collector.journal;

import io.failsight.collector.journal.segment.CompressedSegment;
import io.failsight.collector.journal.segment.Cursors;
import io.failsight.collector.journal.segment.DamagedSegmentException;
import io.failsight.collector.journal.segment.JournalFiles;
import io.failsight.collector.journal.segment.SalvagingFiles;
import io.failsight.collector.journal.segment.Segment;
import io.failsight.collector.journal.segment.SegmentHeader;
import io.failsight.collector.journal.segment.SegmentIndex;
import io.failsight.collector.journal.segment.SegmentReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes a journal out of what a crash left, without a human. Closed segments are believed by their index; the newest, and those whose index is
 * missing, are read whole: an end of the newest that was not written whole is cut off, any other damage is quarantined and the batches behind it are found again.
 * Nothing that held acknowledged batches is deleted.
 */
final class Recovery {
    private static final int BUFFER_BYTES = 1 << 20;
    /** Larger headers hold thousands of cursors; a torn one beyond this is kept for nothing, which harms nobody. */
    private static final int LARGEST_TORN_HEADER_BYTES = 64 << 10;

    private final JournalFiles files;
    /** What the disk cannot read is given up: an end that reads as damaged may then be anything but torn. */
    private final boolean salvaging;

    private final Path directory;
    private final Quarantine quarantine;
    private final Cursors cursors;
    private final Set<RecoveryReport.Damage> damages;
    private final Set<Long> packed = new HashSet<>();
    private int scanned;
    private int mishaps;
    private int packedRawBytes;
    /** Nothing newer holds batches, or held some: only there may a batch be torn, and a segment without any be one that was just begun. */
    private boolean newest = true;

    private long truncatedBytes;
    private long nextBase;
    private long lastIncarnation;
    private long records;

    /**
     * Where the journal goes on.
     *
     * @param segments closed segments, oldest first
     * @param nextBase offset at which the next segment may begin, 0 where there was none
     * @param records records of the journal so far
     * @param lastIncarnation of the newest segment, 0 where there was none
     */
    record Result(List<Segment> segments, long nextBase, long records, long lastIncarnation, RecoveryReport report) {}

    /**
     * One attempt.
     *
     * @param damages takes what is found, so that it is told even if a later attempt, after a failure of the disk, finds it dealt with
     */
    Recovery(
            JournalFiles files,
            Path directory,
            Quarantine quarantine,
            Cursors cursors,
            Set<RecoveryReport.Damage> damages) {
        this.files = files;
        this.salvaging = files instanceof SalvagingFiles;
        this.directory = directory;
        this.quarantine = quarantine;
        this.cursors = cursors;
        this.damages = damages;
    }

    Result run() throws IOException {
        List<Long> bases = new ArrayList<>(names());
        List<Segment> newestFirst = new ArrayList<>();
        long recordsBehind = -1;
        try (SegmentReader reader = new SegmentReader(files, BUFFER_BYTES)) {
            for (int i = bases.size() - 1; i >= 0; i--) {
                Segment segment = recover(reader, bases.get(i), recordsBehind);
                if (segment == null) {
                    continue;
                }
                newest = false;
                if (newestFirst.isEmpty()) {
                    records = Math.max(records, segment.endRecords());
                }
                recordsBehind = segment.baseRecords();
                newestFirst.add(segment);
            }
            readCursors(reader, newestFirst);
        }
        List<Segment> segments = newestFirst.reversed();
        long readable = 0;
        for (Segment segment : segments) {
            readable += segment.endRecords() - segment.baseRecords();
            for (Segment.Hole hole : segment.holes()) {
                readable -= hole.records();
            }
        }
        RecoveryReport report =
                new RecoveryReport(segments.size(), scanned, readable, truncatedBytes, List.copyOf(damages));
        return new Result(segments, nextBase, records, lastIncarnation, report);
    }

    /** Bases of all segments; throws away what was never finished. */
    private TreeSet<Long> names() throws IOException {
        TreeSet<Long> bases = new TreeSet<>();
        for (Path file : files.list(directory)) {
            String name = file.getFileName().toString();
            if (name.endsWith(".tmp")) {
                files.deleteIfExists(file);
            } else if (name.matches("[0-9a-f]{16}\\.segz?")) {
                long base = Long.parseLong(name, 0, 16, 16);
                bases.add(base);
                if (name.endsWith("z")) {
                    packed.add(base);
                }
            }
        }
        return bases;
    }

    private @Nullable Segment recover(SegmentReader reader, long base, long recordsBehind) throws IOException {
        Segment name = new Segment(directory, base, Segment.ANY_INCARNATION, 0, 0);
        long packedBytes = packed.contains(base) ? packedBytes(name) : -1;
        Segment indexed = SegmentIndex.read(files, directory, base);
        Segment segment;
        if (indexed != null && (packedBytes >= 0 || rawBytes(indexed) >= indexed.length())) {
            segment = indexed;
            noteCompression(segment, packedBytes);
        } else {
            segment = scan(reader, name, packedBytes, recordsBehind);
        }
        boolean unreadable = segment.incarnation() == Segment.ANY_INCARNATION;
        if (unreadable && heldBatches(segment, indexed)) {
            setAside(segment, indexed);
        }
        nextBase = Math.max(nextBase, segment.end());
        lastIncarnation = Math.max(lastIncarnation, segment.incarnation());
        if (segment.isEmpty() || unreadable) {
            files.deleteIfExists(segment.index());
            files.deleteIfExists(segment.raw());
            files.deleteIfExists(segment.packed());
            return null;
        }
        return segment;
    }

    /**
     * Whether a segment in which nothing can be read is damaged. The other case is the newest when the process that died, or the power, left no
     * more of it than a part of its header, or nothing but zeros: then no batch in it was acknowledged. Nor was one in a file too small for it.
     */
    private boolean heldBatches(Segment segment, @Nullable Segment indexed) throws IOException {
        if (indexed != null || packed.contains(segment.base())) {
            return true;
        }
        long size = rawBytes(segment);
        if (size < Segment.SMALLEST_BYTES) {
            return false;
        }
        if (salvaging || !newest) {
            return true;
        }
        if (size <= LARGEST_TORN_HEADER_BYTES) {
            return false;
        }
        ByteBuffer some = ByteBuffer.allocate(BUFFER_BYTES);
        try (JournalFiles.Handle handle = files.open(segment.raw())) {
            long at = 0;
            for (int count = handle.read(some, 0); count > 0; count = handle.read(some.clear(), at)) {
                for (int i = 0; i < count; i++) {
                    if (some.get(i) != 0) {
                        return true;
                    }
                }
                at += count;
            }
        }
        return false;
    }

    /** Moves a segment in which nothing can be read to the quarantine; the journal goes on behind all that it may have held. */
    private void setAside(Segment segment, @Nullable Segment indexed) throws IOException {
        newest = false;
        long lost = 0;
        int to = segment.length();
        if (indexed != null) {
            lost = indexed.endRecords() - indexed.baseRecords();
            to = indexed.length();
            records = Math.max(records, indexed.endRecords());
            lastIncarnation = Math.max(lastIncarnation, indexed.incarnation());
            nextBase = Math.max(nextBase, indexed.end());
        } else if (packed.contains(segment.base())) {
            nextBase = Math.max(nextBase, segment.base() + Integer.MAX_VALUE); // positions in a segment are no higher
        }
        boolean compressed = packed.contains(segment.base());
        damages.add(new RecoveryReport.Damage(compressed ? segment.packed() : segment.raw(), 0, to, lost, false));
        quarantine.moveWhole(segment.packed(), lost);
        quarantine.moveWhole(segment.raw(), lost);
    }

    private void noteCompression(Segment segment, long packedBytes) throws IOException {
        if (packedBytes >= 0) {
            segment.compressedTo(packedBytes);
            files.deleteIfExists(segment.raw());
        }
    }

    /** Size of the compressed file, -1 when it is of no use. */
    private long packedBytes(Segment name) throws IOException {
        try (CompressedSegment compressed = CompressedSegment.open(files, name.packed())) {
            packedRawBytes = compressed.rawBytes();
            return compressed.mended() && rawBytes(name) >= packedRawBytes ? -1 : compressed.fileBytes();
        } catch (DamagedSegmentException e) {
            return -1;
        } catch (IOException e) {
            if (!salvaging) {
                throw e; // a moment later it may be read
            }
            return -1;
        }
    }

    private long rawBytes(Segment name) throws IOException {
        if (!files.list(directory).contains(name.raw())) {
            return -1;
        }
        try (JournalFiles.Handle handle = files.open(name.raw())) {
            return handle.size();
        }
    }

    private Segment scan(SegmentReader reader, Segment name, long packedBytes, long recordsBehind) throws IOException {
        scanned++;
        boolean compressed = packedBytes >= 0;
        long size = compressed ? packedRawBytes : rawBytes(name);
        if (compressed) {
            name.compressedTo(packedBytes);
        }
        if (size < 0) {
            return name; // neither form can be opened
        }
        int limit = (int) Math.min(size, Integer.MAX_VALUE);
        Segment segment = SegmentHeader.read(reader, directory, name, limit);
        noteCompression(segment, packedBytes);
        reader.open(segment);
        Walk walk = new Walk(segment, limit, newest && !compressed && !salvaging, recordsBehind);
        walk.run(reader);
        segment.close();
        if (!segment.isEmpty()) {
            writeIndex(segment);
        }
        return segment;
    }

    /**
     * An index must not outlive what it speaks of: what a process that was killed had written is seen, but not yet durable. Where the disk does not
     * let us write, the segment is read again at the next start.
     */
    private void writeIndex(Segment segment) {
        try {
            if (!segment.compressed()) {
                try (JournalFiles.Handle raw = files.openWritable(segment.raw())) {
                    raw.force();
                }
            }
            files.replace(segment.index(), SegmentIndex.toBytes(segment));
        } catch (IOException e) {
            mishaps++;
        }
    }

    /** One pass over the batches of a segment that has no index. */
    private final class Walk {
        private final Segment segment;
        private final int limit;
        private final boolean mayBeTorn;
        private final long recordsBehind;
        private int at;
        private long count;

        Walk(Segment segment, int limit, boolean mayBeTorn, long recordsBehind) {
            this.segment = segment;
            this.limit = limit;
            this.mayBeTorn = mayBeTorn;
            this.recordsBehind = recordsBehind;
            this.at = segment.firstBatch();
            this.count = segment.baseRecords();
        }

        void run(SegmentReader reader) throws IOException {
            while (at < limit) {
                if (reader.load(at, limit)) {
                    segment.sources().merge(reader.header().source(), (long) reader.totalBytes(), Long::sum);
                    at = reader.next();
                    count = reader.recordsBefore() + reader.records();
                } else if (!passDamage(reader)) {
                    break;
                }
            }
            segment.grow(at, count);
        }

        private boolean passDamage(SegmentReader reader) throws IOException {
            int next = reader.findNext(at + 1, limit);
            boolean atEnd = next == limit && mayBeTorn;
            if (atEnd && reader.isTorn(at, limit)) {
                truncate();
                return false;
            }
            if (next == limit && recordsBehind >= 0 && recordsBehind <= count) {
                // what was acknowledged is all there: the rest is a write that failed, in a file that could not be cut
                truncatedBytes += limit - at;
                segment.addHole(new Segment.Hole(at, limit, 0));
                at = limit;
                return true;
            }
            long behind = next < limit ? reader.recordsBefore() : Math.max(count, recordsBehind);
            if (next == limit && recordsBehind < 0) {
                behind = count + reader.claimedRecords(at, limit);
            }
            Segment.Hole hole = new Segment.Hole(at, next, Math.max(0, behind - count));
            quarantine.keep(segment, reader, hole);
            segment.addHole(hole);
            damages.add(new RecoveryReport.Damage(segment.raw(), hole.from(), hole.to(), hole.records(), atEnd));
            at = next;
            count = behind;
            return true;
        }

        private void truncate() throws IOException {
            truncatedBytes += limit - at;
            nextBase = Math.max(nextBase, segment.base() + limit);
            try (JournalFiles.Handle handle = files.openWritable(segment.raw())) {
                handle.truncate(at);
                handle.force();
            }
        }
    }

    /** Begins with the newest segment whose header can be read: it holds the cursors of all before it. */
    private void readCursors(SegmentReader reader, List<Segment> newestFirst) throws IOException {
        int from = 0;
        for (int i = 0; i < newestFirst.size(); i++) {
            from = i;
            reader.open(newestFirst.get(i));
            byte[] snapshot = SegmentHeader.cursors(reader, newestFirst.get(i));
            if (snapshot != null) {
                cursors.read(ByteBuffer.wrap(snapshot));
                break;
            }
        }
        for (int i = from; i >= 0 && !newestFirst.isEmpty(); i--) {
            readCursors(reader, newestFirst.get(i));
        }
    }

    private void readCursors(SegmentReader reader, Segment segment) throws IOException {
        reader.open(segment);
        int at = segment.firstBatch();
        while (at < segment.length()) {
            Segment.Hole hole = segment.holeAt(at);
            if (hole != null) {
                at = hole.to();
            } else if (reader.load(at, segment.length())) {
                cursors.put(reader.header().source(), reader.header().cursor());
                at = reader.next();
            } else {
                at = reader.findNext(at + 1, segment.length()); // damaged since; the readers will say so
            }
        }
    }
}
