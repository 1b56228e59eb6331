package io.failsight.collector.pipeline;

import io.failsight.collector.pack.EntryMatcher;
import io.failsight.collector.pack.PackMatcher;
import io.failsight.collector.pack.PackSet;
import io.failsight.collector.pack.ProfileChooser;
import io.failsight.collector.pack.SignalDraft;
import io.failsight.collector.pack.load.LivePacks;
import io.failsight.collector.pack.load.PackProblem;
import io.failsight.model.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The packs that this collector runs with: those that come with Failsight, and the user's own, which go before them and are loaded again when
 * they change. Thread-safe.
 */
final class Packs implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Packs.class);
    /** How often the user's folder is looked at; a change counts from the second look on. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final LivePacks live;
    private final ProfileChooser profiles;
    private final Thread watch;
    private Set<PackProblem> reported = Set.of();

    private Packs(LivePacks live, ProfileChooser profiles) {
        this.live = live;
        this.profiles = profiles;
        watch = Thread.ofVirtual().name("packs-watch").unstarted(this::watch);
    }

    /** Loads all packs and watches the user's own; one that is wrong is named with file and line, and left out. */
    static Packs load(CollectorConfig config, OperatorSettings operator) {
        List<Path> fixed = config.packsDir().filter(Files::isDirectory).stream().toList();
        LivePacks live = new LivePacks(fixed, config.dataDir().resolve("packs"));
        ClusterProfiles profiles =
                ClusterProfiles.of(operator.topology(), operator.settings().clusters());
        Packs packs = new Packs(live, profiles);
        packs.report();
        profiles.unknown(live.packs().profileNames())
                .forEach(profile -> LOG.warnf(
                        "failsight.yaml names the profile %s, which no pack has; known are %s",
                        profile, live.packs().profileNames()));
        packs.watch.start();
        return packs;
    }

    private void report() {
        Set<PackProblem> problems = new HashSet<>(live.problems());
        live.problems().stream()
                .filter(problem -> !reported.contains(problem))
                .forEach(problem ->
                        LOG.errorf("a pack has an error, and works as it last was good if it ever was: %s", problem));
        reported = problems;
        LOG.infof("packs: %s", live.packs().labels());
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                try {
                    if (live.refresh()) {
                        report();
                    }
                } catch (RuntimeException e) {
                    LOG.error("a bug kept packs from being loaded again; tried again in a moment", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The packs that work now. */
    PackSet set() {
        return live.packs();
    }

    /** What is wrong with packs now, how many work, how often they were loaded again. */
    LivePacks live() {
        return live;
    }

    /** A matcher for one thread, which goes on with new packs as soon as they are loaded. */
    EntryMatcher matcher() {
        return new Following();
    }

    private final class Following implements EntryMatcher {
        private PackSet packs = live.packs();
        private PackMatcher matcher = packs.matcher(profiles);

        @Override
        public List<SignalDraft> apply(Entry entry) {
            PackSet now = live.packs();
            if (now != packs) {
                packs = now;
                matcher = now.matcher(profiles);
            }
            return matcher.apply(entry);
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
