package io.failsight.collector.pack.load;

import io.failsight.collector.pack.PackSet;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The packs that come with Failsight and the user's own, which are loaded again when something in their folder changes. A pack that is broken
 * now stays as it last was good; where it never was, it is left out, and one of ours of the same name works instead. Thread-safe.
 */
public final class LivePacks {
    /** Deepest folder that is looked into: the folder of packs, a pack, its profiles. */
    private static final int MAX_DEPTH = 3;

    private final List<Path> fixed;
    private final Path own;
    private volatile PackLoad load;
    private Map<Path, String> loaded;
    private Map<Path, String> seen;
    private volatile long reloads;

    /**
     * Loads everything once.
     *
     * @param fixed folders that are not watched
     * @param own the user's folder, which may be missing
     */
    public LivePacks(List<Path> fixed, Path own) {
        this.fixed = List.copyOf(fixed);
        this.own = own;
        loaded = fingerprints();
        seen = loaded;
        load = PackLoader.load(folders());
    }

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>(fixed);
        if (Files.isDirectory(own)) {
            folders.add(own);
        }
        return folders;
    }

    /** The packs that work now. */
    public PackSet packs() {
        return load.packs();
    }

    /** What is wrong now. */
    public List<PackProblem> problems() {
        return load.problems();
    }

    /** How often packs were loaded again. */
    public long reloads() {
        return reloads;
    }

    /**
     * Looks at the user's folder and loads all packs again when it changed and has been quiet since the last look, so that no file is read that is
     * still being written. Whether it did.
     */
    public synchronized boolean refresh() {
        Map<Path, String> now = fingerprints();
        boolean quiet = now.equals(seen);
        seen = now;
        if (!quiet || now.equals(loaded)) {
            return false;
        }
        load = PackLoader.load(folders(), load);
        loaded = now;
        reloads++;
        return true;
    }

    /** Size and time of every YAML file. What vanishes meanwhile, or may not be read, is just not there. */
    private Map<Path, String> fingerprints() {
        Map<Path, String> found = new TreeMap<>();
        if (!Files.isDirectory(own)) {
            return found;
        }
        try {
            Files.walkFileTree(
                    own, EnumSet.of(java.nio.file.FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (file.toString().endsWith(".yaml")) {
                                found.put(
                                        file,
                                        attributes.size() + " " + attributes.lastModifiedTime() + " "
                                                + attributes.fileKey());
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException problem) {
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(
                                Path folder, @org.jspecify.annotations.Nullable IOException problem) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            return found; // looked at again in a moment
        }
        return found;
    }
}
