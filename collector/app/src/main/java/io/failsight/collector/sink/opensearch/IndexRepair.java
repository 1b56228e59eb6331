package io.failsight.collector.sink.opensearch;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Makes an index again whose files are damaged, so that one broken segment neither hides the rest nor holds the pipeline for ever: its files are put
 * aside by hard links where they can be reached, and the index begins anew under its name, to be filled by what the journal still has. Only what
 * OpenSearch itself calls damaged is touched, after several tries to start it. Not thread-safe.
 */
final class IndexRepair {
    private static final Logger LOG = Logger.getLogger(IndexRepair.class);
    /** Red for so long, in spite of tries to start it again. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Pattern DAMAGE = Pattern.compile(
            "corrupt|checksum|TranslogCorrupted|IndexFormatToo|EOFException|NoSuchFile|FileNotFound|no segments|read past EOF|missing translog"
                    + "|shard state directory|no_valid_shard_copy|already been closed by tragic",
            Pattern.CASE_INSENSITIVE);

    private final IndexCatalog catalog;
    private final LongSupplier nanoTime;
    private final Consumer<Repair> repaired;
    private final Map<String, Long> redSince = new HashMap<>();

    IndexRepair(IndexCatalog catalog, LongSupplier nanoTime, Consumer<Repair> repaired) {
        this.catalog = catalog;
        this.nanoTime = nanoTime;
        this.repaired = repaired;
    }

    /** Looks at all indices once; tries red ones again, and makes those again that are damaged. */
    void look(List<IndexInfo> indices) throws IOException {
        Set<String> red = new HashSet<>();
        indices.stream().filter(IndexInfo::isRed).map(IndexInfo::name).forEach(red::add);
        redSince.keySet().retainAll(red);
        if (red.isEmpty()) {
            return;
        }
        for (String index : red) {
            long since = redSince.computeIfAbsent(index, name -> nanoTime.getAsLong());
            if (nanoTime.getAsLong() - since < PATIENCE.toNanos()) {
                continue;
            }
            String reason = catalog.whyNotAllocated(index);
            if (DAMAGE.matcher(reason).find()) {
                makeAgain(index, reason);
                redSince.remove(index);
            }
        }
        catalog.retryFailedShards();
    }

    private void makeAgain(String index, String reason) throws IOException {
        String aside =
                catalog.folder(index).map(folder -> linkAside(index, folder)).orElse("");
        var fields = catalog.promoted(index);
        catalog.delete(index);
        catalog.create(index, fields);
        LOG.errorf(
                "index %s was damaged (%s) and is made again; its files %s. What the journal still has of it is delivered again, the rest of its"
                        + " entries is lost. Check the disk",
                index, reason, aside.isEmpty() ? "could not be kept" : "lie in " + aside);
        repaired.accept(new Repair(index, reason, aside));
    }

    /** Hard links take no room, and the files are never changed once they are written but for the translog. */
    private static String linkAside(String index, Path folder) {
        Path data = Optional.ofNullable(folder.getParent())
                .map(Path::getParent)
                .map(Path::getParent)
                .map(Path::getParent)
                .orElse(folder);
        Path aside = data.resolve("damaged").resolve(index + "-" + folder.getFileName());
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                    Files.createDirectories(
                            aside.resolve(folder.relativize(from).toString()));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                    Path to = aside.resolve(folder.relativize(from).toString());
                    if (!Files.exists(to)) {
                        Files.createLink(to, from);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
            return aside.toString();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warnf("the files of the damaged index %s cannot be kept: %s", index, e);
            return "";
        }
    }
}
