package io.failsight.collector.receive.filetail;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the files that carried a path before, or carry it now, under whatever names they have. Used by one thread. */
final class Generations {
    /** A folder that is listed while files are renamed may not show one of them: what is missing is looked for again. */
    private static final int LOOKS = 4;

    private final Path path;

    Generations(Path path) {
        this.path = path;
    }

    private interface Check {
        boolean isSame(FileChannel channel) throws IOException;
    }

    /**
     * The file that a position belongs to, opened there: the path itself, a renamed file, or a copy that was made before the
     * original was truncated. Null when there is none any more.
     */
    @Nullable
    Generation find(FileCursor cursor, @Nullable FileStatus status, long now) throws IOException {
        Generation found = null;
        if (status != null && status.identity().equals(cursor.identity())) {
            found = openIf(path, cursor::matches, now);
        }
        if (found == null) {
            found = renamed(cursor, now);
        }
        if (found == null && cursor.position() > 0) {
            found = firstOf(RotatedNames.rotated(path), cursor::matches, now);
            if (found != null) {
                found.isRotated = true;
                found.isCopy = true;
            }
        }
        if (found != null) {
            found.seek(cursor.position(), cursor.isWithinCutLine());
        }
        return found;
    }

    private @Nullable Generation renamed(FileCursor cursor, long now) throws IOException {
        List<Path> same = RotatedNames.beside(path, entry -> {
            FileStatus status = statusOrNull(entry);
            return status != null && status.identity().equals(cursor.identity());
        });
        Generation found = firstOf(same, cursor::matches, now);
        if (found != null) {
            found.isRotated = true;
        }
        return found;
    }

    /** A copy of a file that was truncated, opened at the file's position; null when there is none. */
    @Nullable
    Generation copyOf(Generation truncated, long now) throws IOException {
        if (truncated.print().isEmpty()) {
            return null;
        }
        Check check = channel -> truncated.print().matches(channel, truncated.position());
        Generation copy = null;
        for (int i = 0; i < LOOKS && copy == null; i++) {
            copy = firstOf(RotatedNames.rotated(path), check, now);
        }
        if (copy != null) {
            copy.seekTo(truncated);
            copy.isRotated = true;
            copy.isCopy = true;
        }
        return copy;
    }

    /**
     * What comes behind a file that was read to its end: the next one that was rotated meanwhile, or the one at the path; the same
     * object when the file carries the path again; null when there is nothing.
     */
    @Nullable
    Generation after(Generation ended, long now) throws IOException {
        for (int i = 1; i < LOOKS; i++) {
            FileStatus status = successor(ended);
            if (status == null) {
                return null;
            }
            if (status.identity().equals(ended.identity()) && !ended.isCopy) {
                return ended;
            }
            Path between = between(ended);
            Generation next = openIf(between == null ? path : between, channel -> true, now);
            FileStatus again = successor(ended);
            if (next != null && again != null && again.identity().equals(next.identity())) {
                next.isRotated = between != null;
                return next;
            }
            if (next != null) {
                next.close();
            }
        }
        throw new IOException("files are rotated all the time");
    }

    private @Nullable FileStatus successor(Generation ended) throws IOException {
        Path between = between(ended);
        return FileStatus.of(between == null ? path : between);
    }

    /** The file that was rotated next after one that has another name by now; null when the path's own comes next. */
    @Nullable
    Path between(Generation ended) throws IOException {
        List<Path> newestFirst = RotatedNames.rotated(path);
        for (int i = 1; i < newestFirst.size(); i++) {
            FileStatus status = statusOrNull(newestFirst.get(i));
            if (status != null && status.identity().equals(ended.identity())) {
                Path newer = newestFirst.get(i - 1);
                FileStatus newerStatus = statusOrNull(newer);
                boolean isLater = newerStatus != null && newerStatus.modified().compareTo(status.modified()) >= 0;
                return isLater && RotatedNames.isSameKind(newer, newestFirst.get(i)) ? newer : null;
            }
        }
        return null;
    }

    private static @Nullable Generation firstOf(List<Path> candidates, Check check, long now) throws IOException {
        for (Path candidate : candidates) {
            Generation found = openIf(candidate, check, now);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Generation openIf(Path candidate, Check check, long now) throws IOException {
        Generation opened;
        try {
            opened = Generation.open(candidate, now);
        } catch (NoSuchFileException e) {
            return null;
        }
        boolean isSame = false;
        try {
            isSame = check.isSame(opened.channel());
        } finally {
            if (!isSame) {
                opened.close();
            }
        }
        return isSame ? opened : null;
    }

    private static @Nullable FileStatus statusOrNull(Path entry) {
        try {
            return FileStatus.of(entry);
        } catch (IOException e) {
            return null;
        }
    }
}
