package io.failsight.collector.receive.filetail;

import io.failsight.collector.receive.filetail.RecordShipper.Shipment;
import io.failsight.collector.receive.filetail.text.RecordCutter.Closing;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One followed path: a source. It is read generation by generation: when the path comes to name another file, the former one is read to
 * its end first, also under its new name, then those that were rotated in between, then the new one from its beginning. Used by one
 * thread; times are of {@link System#nanoTime}.
 */
final class TailedFile {
    private static final Duration MAX_PUT_OFF = Duration.ofSeconds(10);

    private final Path path;
    private final String source;
    private final FileTailConfig config;
    private final RecordShipper shipper;
    private final FileTailCounts counts;
    private final Generations generations;
    private boolean startsAtEnd;
    private @Nullable FileCursor cursor;
    private @Nullable Generation current;
    private @Nullable FileTime modified;
    private FileStatus.@Nullable Identity skipped;
    private long closedSize = -1;
    private boolean isSuspect;
    /** Whether files were rotated after the one that is read, although the path's own is empty. */
    private boolean isSucceeded;

    private boolean isFinished;
    private long notBeforeNanoTime;

    /**
     * @param cursor where to go on, null for a file that was never read
     * @param startsAtEnd whether only the end of a file that was never read is of interest
     */
    TailedFile(
            Path path,
            FileTailConfig config,
            RecordShipper shipper,
            FileTailCounts counts,
            @Nullable FileCursor cursor,
            boolean startsAtEnd) {
        this.path = path;
        this.source = sourceOf(path);
        this.config = config;
        this.shipper = shipper;
        this.counts = counts;
        this.cursor = cursor;
        this.startsAtEnd = startsAtEnd;
        this.generations = new Generations(path);
        this.notBeforeNanoTime = System.nanoTime();
    }

    /** The source that a path's batches name. */
    static String sourceOf(Path path) {
        return FileTailConfig.ID + path;
    }

    Path path() {
        return path;
    }

    String source() {
        return source;
    }

    /** Whether there is nothing left to read and no file at the path. */
    boolean isFinished() {
        return isFinished;
    }

    boolean isOpen() {
        return current != null;
    }

    /** Whether it can be closed and found again. */
    boolean isClosable() {
        Generation open = current;
        return open != null && !open.isRotated && open.isDone();
    }

    /** How long nothing was written, in nanoseconds. */
    long quietNanos(long now) {
        Generation open = current;
        return open == null ? Long.MAX_VALUE : open.quietNanos(now);
    }

    /** Position behind the last durable record; null before the first one. */
    @Nullable
    FileCursor cursor() {
        Generation open = current;
        return open == null ? cursor : cursorOf(open);
    }

    private static FileCursor cursorOf(Generation open) {
        return new FileCursor(open.identity(), open.position(), open.print().checksum(), open.isWithinCutLine(), 0);
    }

    /**
     * Takes note of what the path names now, and opens it when there is something to read.
     *
     * @param room asked before a file is opened
     */
    void examine(@Nullable FileStatus status, long now, BooleanSupplier room) throws IOException {
        Generation open = current;
        if (open == null) {
            examineClosed(status, now, room);
            return;
        }
        boolean isSame = status != null && status.identity().equals(open.identity());
        if (!open.isCopy) {
            open.isRotated = !isSame;
        }
        isSucceeded = open.isRotated && status != null && status.size() == 0 && generations.between(open) != null;
        if (isSame && status != null && !status.modified().equals(modified)) {
            modified = status.modified();
            isSuspect = true;
        }
        boolean isIdle = open.quietNanos(now) > config.timing().idleClose().toNanos();
        if (isIdle && isClosable()) {
            close();
        }
    }

    private void examineClosed(@Nullable FileStatus status, long now, BooleanSupplier room) throws IOException {
        FileCursor known = cursor;
        if (status == null && known == null) {
            isFinished = true;
            return;
        }
        if (status != null) {
            boolean isQuiet = known != null
                    && status.identity().equals(known.identity())
                    && status.size() == closedSize
                    && status.modified().equals(modified);
            if (isQuiet || status.identity().equals(skipped)) {
                return;
            }
        }
        if (!room.getAsBoolean()) {
            return;
        }
        Generation opened = known == null ? null : generations.find(known, status, now);
        if (opened == null && status == null) {
            isFinished = true;
            return;
        }
        if (opened == null) {
            opened = Generation.open(path, now);
            boolean isOther = known != null && known.position() > 0;
            counts.lostPositions.add(isOther ? 1 : 0);
            if (isOther) {
                shipper.lost(this, 0, "the file was replaced while nobody read it, and the former one is not found");
            }
            if (known == null && startsAtEnd) {
                long start = Math.max(0, opened.size() - config.startTailBytes()) & ~1L;
                opened.seek(start, start > 0);
            }
        }
        startsAtEnd = false;
        modified = status == null ? null : status.modified();
        current = opened;
    }

    /** Reads on, at most one piece; true when there may be more at once. */
    boolean round(long now) throws IOException {
        Generation open = current;
        if (open == null || now - notBeforeNanoTime < 0) {
            return false;
        }
        long size = open.size();
        boolean isOther = open.hasShrunk(size) || isSuspect && !open.isUnchanged();
        isSuspect = false;
        if (isOther) {
            return overwritten(open, now);
        }
        open.noteSize(size, now);
        boolean isLetGo = open.isRotated
                && (open.isCopy
                        || open.quietNanos(now)
                                >= config.timing().rotationGrace().toNanos());
        boolean leaves = isLetGo && mayLeave(open, now);
        boolean isQuiet = open.quietNanos(now) >= config.timing().quiet().toNanos();
        Closing closing = isLetGo ? Closing.END : isQuiet ? Closing.QUIET : Closing.OPEN;
        if (open.isWorthReading(size, closing)) {
            return shipped(open, shipper.ship(this, open, size, closing), size, closing, now);
        }
        if (leaves && open.position() >= size) {
            goOn(open, now);
            return true;
        }
        return false;
    }

    private boolean shipped(Generation open, Shipment shipment, long size, Closing closing, long now)
            throws IOException {
        return switch (shipment) {
            case Shipment.Moved ignored -> true;
            case Shipment.Nothing ignored -> {
                open.noteTried(size, closing);
                yield false;
            }
            case Shipment.PutOff putOff -> {
                Duration after = putOff.after().compareTo(MAX_PUT_OFF) > 0 ? MAX_PUT_OFF : putOff.after();
                notBeforeNanoTime = now + Math.max(1_000_000L, after.toNanos());
                yield false;
            }
            case Shipment.Overwritten ignored -> overwritten(open, now);
            case Shipment.NoText ignored -> {
                counts.binaryFiles.increment();
                skipped = open.identity();
                close();
                cursor = null;
                yield false;
            }
        };
    }

    /** A rotated file that is quiet is left when there is another to go on with; until then its writer may still hold it. */
    private boolean mayLeave(Generation open, long now) throws IOException {
        if (open.isCopy) {
            return true;
        }
        FileStatus status = FileStatus.of(path);
        if (status == null) {
            return true;
        }
        return !status.identity().equals(open.identity())
                && (isSucceeded
                        || status.size() > 0
                        || open.quietNanos(now) > config.timing().idleClose().toNanos());
    }

    /** The file was emptied and perhaps written anew; what was not read of it may live on in a copy. */
    private boolean overwritten(Generation open, long now) throws IOException {
        counts.truncations.increment();
        if (open.isCopy) {
            goOn(open, now);
            return true;
        }
        Generation copy = generations.copyOf(open, now);
        if (copy == null) {
            if (open.lastSize() > open.position()) {
                shipper.lost(
                        this,
                        open.lastSize() - open.position(),
                        "the file was emptied before all of it was read, and there is no copy");
            }
            open.restart();
        } else {
            current = copy;
            open.close();
        }
        return true;
    }

    private void goOn(Generation ended, long now) throws IOException {
        counts.rotations.increment();
        cursor = cursorOf(ended);
        Generation next = generations.after(ended, now);
        if (next == ended) {
            ended.isRotated = false;
            return;
        }
        current = next;
        modified = null;
        isSucceeded = false;
        ended.close();
        isFinished = next == null;
    }

    /** Lets go of the file; it is opened again when it changes. */
    void close() throws IOException {
        Generation open = current;
        if (open != null) {
            cursor = cursorOf(open);
            closedSize = open.lastSize();
            current = null;
            open.close();
        }
    }

    /** Time of birth is the only hint at when a file came that no position is known of. */
    static boolean isBornBefore(FileStatus status, Instant instant) {
        return status.born().toInstant().isBefore(instant);
    }
}
