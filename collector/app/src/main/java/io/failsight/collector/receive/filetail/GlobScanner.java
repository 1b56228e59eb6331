package io.failsight.collector.receive.filetail;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that patterns name. A directory is listed again only when its time of change says that names came or went (or it
 * changed so lately that the time could hide a second change), so a look costs one question a directory; every now and then all are.
 * This serves network file systems too and costs nothing while files are written to, which inotify's watches of growing files do.
 * Links to directories are followed where the pattern names each level, never below {@code **}: there is no loop. Used by one thread.
 */
final class GlobScanner {
    /** Deepest level below a pattern with {@code **}. */
    static final int MAX_DEPTH = 24;

    private static final Duration TIME_GRAIN = Duration.ofSeconds(2);

    private final List<Root> roots = new ArrayList<>();
    private final List<PathMatcher> includes = new ArrayList<>();
    private final List<PathMatcher> excludes = new ArrayList<>();
    private final InstantSource clock;
    private Map<Path, Listing> listings = new HashMap<>();
    private final Map<Path, String> unreadable = new TreeMap<>();

    /** Where the search for a pattern starts. */
    private record Root(Path directory, int depth, boolean isRecursive) {}

    /** What a directory held when it was listed. */
    private record Listing(FileTime modified, boolean isFresh, List<Path> files, List<Path> directories) {}

    GlobScanner(List<String> patterns, List<String> excludedPatterns, InstantSource clock) {
        this.clock = clock;
        for (String pattern : patterns) {
            roots.add(root(pattern));
            addMatchers(pattern, includes);
        }
        excludedPatterns.forEach(pattern -> addMatchers(pattern, excludes));
    }

    private static void addMatchers(String pattern, List<PathMatcher> matchers) {
        matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + pattern));
        if (pattern.contains("/**/")) {
            matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + pattern.replace("/**/", "/")));
        }
    }

    private static Root root(String pattern) {
        String[] parts = pattern.substring(1).split("/", -1);
        int plain = 0;
        while (plain < parts.length - 1 && parts[plain].chars().noneMatch(c -> "*?[]{}\\".indexOf(c) >= 0)) {
            plain++;
        }
        Path directory = Path.of("/", List.of(parts).subList(0, plain).toArray(new String[0]));
        boolean isRecursive = pattern.contains("**");
        return new Root(directory, isRecursive ? MAX_DEPTH : parts.length - plain, isRecursive);
    }

    /** Whether the patterns name a path. */
    boolean names(Path path) {
        return includes.stream().anyMatch(matcher -> matcher.matches(path))
                && excludes.stream().noneMatch(matcher -> matcher.matches(path))
                && !RotatedNames.isPacked(path);
    }

    /** Directories that could not be listed, and why. */
    Map<Path, String> unreadable() {
        return unreadable;
    }

    /**
     * The files there are, in order of their names.
     *
     * @param isThorough whether every directory is listed whatever its time of change
     */
    Set<Path> scan(boolean isThorough) {
        Map<Path, Listing> former = isThorough ? Map.of() : listings;
        Map<Path, Listing> next = new HashMap<>();
        Set<Path> found = new TreeSet<>();
        unreadable.clear();
        for (Root root : roots) {
            walk(root.directory(), root.depth(), root.isRecursive(), former, next, found);
        }
        listings = next;
        return found;
    }

    private void walk(
            Path directory,
            int depth,
            boolean isRecursive,
            Map<Path, Listing> former,
            Map<Path, Listing> next,
            Set<Path> found) {
        Listing listing;
        try {
            listing = list(directory, former, next);
        } catch (IOException e) {
            unreadable.put(directory, String.valueOf(e));
            return;
        }
        if (listing == null) {
            return;
        }
        found.addAll(listing.files());
        if (depth <= 1) {
            return;
        }
        for (Path child : listing.directories()) {
            if (!isRecursive || Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                walk(child, depth - 1, isRecursive, former, next, found);
            }
        }
    }

    private @Nullable Listing list(Path directory, Map<Path, Listing> former, Map<Path, Listing> next)
            throws IOException {
        Listing listed = next.get(directory);
        if (listed != null) {
            return listed;
        }
        FileStatus status = FileStatus.of(directory);
        if (status == null || !status.isDirectory()) {
            return null;
        }
        Listing known = former.get(directory);
        if (known == null || known.isFresh() || !known.modified().equals(status.modified())) {
            known = list(directory, status.modified());
        }
        next.put(directory, known);
        return known;
    }

    private Listing list(Path directory, FileTime modified) throws IOException {
        boolean isFresh = modified.toInstant().isAfter(clock.instant().minus(TIME_GRAIN));
        List<Path> files = new ArrayList<>();
        List<Path> directories = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry)) {
                    directories.add(entry);
                } else if (names(entry) && Files.isRegularFile(entry)) {
                    files.add(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new Listing(modified, isFresh, files, directories);
    }
}
