package io.failsight.collector.pipeline;

import io.failsight.collector.pack.EntryMatcher;
import io.failsight.collector.pack.PackSet;
import io.failsight.collector.pack.load.PackLoad;
import io.failsight.collector.pack.load.PackLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** The packs that this collector runs with: those that come with Failsight, and the user's own, which go before them. */
final class Packs {
    private static final Logger LOG = Logger.getLogger(Packs.class);

    private final PackSet set;

    private Packs(PackSet set) {
        this.set = set;
    }

    /** Loads all packs; one that is wrong is named with file and line, and left out. */
    static Packs load(CollectorConfig config) {
        List<Path> folders = new ArrayList<>();
        config.packsDir().filter(Files::isDirectory).ifPresent(folders::add);
        Path own = config.dataDir().resolve("packs");
        if (Files.isDirectory(own)) {
            folders.add(own);
        }
        PackLoad load = PackLoader.load(folders);
        load.problems().forEach(problem -> LOG.errorf("a pack is left out: %s", problem));
        LOG.infof("packs: %s", load.packs().labels());
        return new Packs(load.packs());
    }

    PackSet set() {
        return set;
    }

    /** A matcher for one thread. */
    EntryMatcher matcher() {
        return set.matcher();
    }
}
