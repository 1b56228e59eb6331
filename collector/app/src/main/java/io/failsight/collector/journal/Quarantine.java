package io.failsight.collector.journal;

import io.failsight.collector.journal.segment.JournalFiles;
import io.failsight.collector.journal.segment.Segment;
import io.failsight.collector.journal.segment.SegmentIndex;
import io.failsight.collector.journal.segment.SegmentReader;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The folder where damaged ranges are kept for whoever wants to look, each with a text that names it. Used under the journal's lock, or before there is one. */
final class Quarantine {
    /** Beyond 64 MiB the bytes are no longer kept, only the text. */
    private static final long MAX_BYTES = 64L << 20;
    /** Segments are moved here whole, which takes no more room than before, until the quarantine holds 1 GiB: half of the disk plan's spare. */
    private static final long MAX_WHOLE_BYTES = 1L << 30;

    private static final System.Logger LOG = System.getLogger(Quarantine.class.getName());

    private final JournalFiles files;
    private final Path directory;
    private long bytes;
    private long end;

    Quarantine(JournalFiles files, Path directory) throws IOException {
        this.files = files;
        this.directory = directory;
        for (Path file : files.list(directory)) {
            String name = String.valueOf(file.getFileName());
            if (name.matches("[0-9a-f]{16}\\.segz?(\\.txt)?")) {
                end = Math.max(end, Long.parseLong(name, 0, 16, 16) + Integer.MAX_VALUE);
            }
            try (JournalFiles.Handle handle = files.open(file)) {
                bytes += handle.size();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "a file of the quarantine cannot be opened; its bytes do not count", e);
            }
        }
    }

    /**
     * Keeps a range that could not be read as batches. A full or failing disk does not keep the journal from passing the damage, except
     * where the range was given up because it could not be read: then only a disk that still writes shows that it is not merely away.
     */
    void keep(Segment segment, SegmentReader reader, Segment.Hole hole) throws IOException {
        try {
            write(segment, reader, hole);
        } catch (IOException e) {
            if (reader.salvages()) {
                throw e;
            }
            LOG.log(
                    Level.WARNING,
                    "the journal''s quarantine cannot be written ({0}): bytes {1} to {2} of {3} are damaged, {4} records in them are lost, and"
                            + " there will be no file about it",
                    e,
                    hole.from(),
                    hole.to(),
                    segment.raw(),
                    hole.records());
        }
    }

    private void write(Segment segment, SegmentReader reader, Segment.Hole hole) throws IOException {
        files.createDirectories(directory);
        String name = "%016x-%d-%d".formatted(segment.base(), hole.from(), hole.to());
        int size = hole.to() - hole.from();
        boolean keepBytes = bytes + size <= MAX_BYTES;
        if (keepBytes) {
            files.replace(directory.resolve(name + ".bin"), reader.copy(hole.from(), hole.to()));
            bytes += size;
        }
        String text = """
                Damaged range of the journal.
                segment: %s
                bytes: %d to %d (of the uncompressed segment)
                records lost: %d
                kept: %s
                What to do: check the disk for errors. Nothing needs to be repaired here; the entries around this range were recovered.
                """.formatted(
                        segment.raw().getFileName(),
                        hole.from(),
                        hole.to(),
                        hole.records(),
                        keepBytes ? name + ".bin" : "no, the quarantine is full");
        files.replace(directory.resolve(name + ".txt"), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Notes a segment in use of which nothing can be read, where it is; the disk must take the note, see {@link #keep}. */
    void noteWhole(Segment segment, JournalStats stats) throws IOException {
        long lost = segment.endRecords() - segment.baseRecords();
        files.createDirectories(directory);
        String name = String.valueOf(segment.raw().getFileName());
        files.replace(
                directory.resolve(name + ".txt"),
                wholeText(name, lost, "where it was").getBytes(StandardCharsets.UTF_8));
        segment.addHole(new Segment.Hole(segment.firstBatch(), segment.length(), lost));
        stats.lost(lost, segment.length() - segment.firstBatch());
    }

    private static String wholeText(String name, long lostRecords, String kept) {
        return """
                Segment of the journal in which nothing can be read.
                segment: %s
                records lost: %s
                kept: %s
                What to do: check the disk for errors. Nothing needs to be repaired here; the other segments were recovered.
                """.formatted(name, lostRecords > 0 ? String.valueOf(lostRecords) : "not known", kept);
    }

    /** Offset above all that segments kept whole have held; 0 when there are none. */
    long end() {
        return end;
    }

    /** Keeps a segment file in which nothing can be read, if it is there. */
    void moveWhole(Path segment, long lostRecords) throws IOException {
        if (!files.list(segment.resolveSibling("")).contains(segment)) {
            return;
        }
        files.createDirectories(directory);
        long size;
        try (JournalFiles.Handle handle = files.open(segment)) {
            size = handle.size();
        }
        String name = String.valueOf(segment.getFileName());
        boolean keepBytes = bytes + size <= MAX_WHOLE_BYTES;
        if (keepBytes) {
            files.move(segment, directory.resolve(name));
            bytes += size;
        }
        String text = wholeText(name, lostRecords, keepBytes ? name : "no, the quarantine is full");
        files.replace(directory.resolve(name + ".txt"), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Keeps a range of a segment in use that a reader could not read, and notes it in the segment and its index. */
    Segment.Hole keepFound(Segment segment, SegmentReader reader, int from, int next, int limit, JournalStats stats)
            throws IOException {
        long before = reader.recordsUpTo(segment, from);
        boolean found = next < limit && reader.load(next, limit);
        long records = (found ? reader.recordsBefore() : segment.endRecords()) - before;
        Segment.Hole hole = new Segment.Hole(from, next, Math.max(0, records));
        keep(segment, reader, hole);
        segment.addHole(hole);
        stats.lost(hole.records(), next - from);
        if (segment.closed()) {
            try {
                files.replace(segment.index(), SegmentIndex.toBytes(segment));
            } catch (IOException e) {
                stats.mishap(); // the next start finds the damage again
            }
        }
        return hole;
    }
}
