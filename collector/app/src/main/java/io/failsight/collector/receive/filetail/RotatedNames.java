package io.failsight.collector.receive.filetail;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names that rotation gives to old files: {@code app.log.1}, {@code app.log-20261120}, {@code app.log.2026-11-20}, {@code app.log.old},
 * and which of two is newer. Stateless, thread-safe.
 */
final class RotatedNames {
    private static final Pattern ROTATED = Pattern.compile(
            "(.+?)(?:\\.(\\d{1,4})|[.-](\\d{8}|\\d{4}-\\d\\d-\\d\\d)(?:[-_.T]\\d{1,10})?|\\.(?:old|bak)|~)");
    private static final Pattern PACKED =
            Pattern.compile(".*\\.(?:gz|tgz|xz|bz2|zst|lz4|zip|Z|7z|rpm|deb|jar|journal|journal~|swp|pid|lock)");

    private RotatedNames() {}

    /** Whether the name alone says that it is compressed or otherwise nothing to follow. */
    static boolean isPacked(Path path) {
        return PACKED.matcher(String.valueOf(path.getFileName())).matches();
    }

    /** The file that was rotated to this name, or null when the name does not look like it. */
    static @Nullable Path base(Path path) {
        Matcher matcher = ROTATED.matcher(String.valueOf(path.getFileName()));
        return matcher.matches() ? path.resolveSibling(matcher.group(1)) : null;
    }

    /** Plain files beside a file that satisfy the predicate; those that vanish meanwhile are left out. */
    static List<Path> beside(Path path, Predicate<Path> predicate) throws IOException {
        List<Path> found = new ArrayList<>();
        Path directory = path.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (!entry.equals(path) && !isPacked(entry) && predicate.test(entry) && Files.isRegularFile(entry)) {
                    found.add(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    /**
     * Old files of a path, newest first: by the time they were last written, which renaming leaves alone, since some number them
     * upwards and some downwards; by name where the times are the same.
     */
    static List<Path> rotated(Path path) throws IOException {
        List<Path> found = beside(path, entry -> path.equals(base(entry)));
        Map<Path, FileTime> written = new HashMap<>();
        for (Path entry : found) {
            FileStatus status = FileStatus.of(entry);
            written.put(entry, status == null ? FileTime.fromMillis(0) : status.modified());
        }
        found.sort(Comparator.comparing((Path entry) -> written.getOrDefault(entry, FileTime.fromMillis(0)))
                .reversed()
                .thenComparing(RotatedNames::age));
        return found;
    }

    /** Whether two names were given by the same way of rotation, so that their order means something. */
    static boolean isSameKind(Path first, Path second) {
        return age(first).startsWith("d") == age(second).startsWith("d");
    }

    /** Sorts newer names first: low numbers, then late dates; {@code .old} has only one. */
    private static String age(Path path) {
        Matcher matcher = ROTATED.matcher(String.valueOf(path.getFileName()));
        if (!matcher.matches()) {
            return "";
        }
        String number = matcher.group(2);
        if (number != null) {
            return "0".repeat(4 - number.length()) + number;
        }
        String suffix = matcher.group().substring(matcher.group(1).length());
        StringBuilder inverted = new StringBuilder("d");
        suffix.chars().forEach(c -> inverted.append((char) (c >= '0' && c <= '9' ? '9' - (c - '0') : c)));
        return inverted.toString();
    }
}
