package io.failsight.collector.pipeline;

import io.failsight.collector.disk.DiskMarks;
import io.failsight.collector.disk.DiskStep;
import io.failsight.collector.disk.DiskUsage;
import io.failsight.collector.disk.DiskWatch;
import io.failsight.collector.journal.Journal;
import io.failsight.collector.sink.opensearch.Eviction;
import io.failsight.collector.sink.opensearch.Repair;
import io.failsight.collector.sink.opensearch.Room;
import io.failsight.collector.watch.Announcer;
import io.failsight.collector.watch.Announcer.Weight;
import io.failsight.model.StorageClass;
import io.failsight.settings.DiskRoom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * What the collector does and says about a disk that fills up, beside what its doors and the index do: it frees what of the journal is delivered, and
 * writes each step as an entry, of which the pack failsight makes a signal. {@link #tend} belongs to one thread.
 */
final class DiskCare implements Room {
    private static final Logger LOG = Logger.getLogger(DiskCare.class);
    private static final String DISK = "disk";
    private static final String EVIDENCE = "evidence";
    private static final int MAX_REASON = 1_000;

    private final DiskWatch watch;
    private final Journal journal;
    private final Announcer announcer;
    private final Path data;
    private final String host;

    /**
     * @param data folder that the disk is watched of
     * @param host name of this machine
     */
    DiskCare(DiskWatch watch, Journal journal, Announcer announcer, Path data, String host) {
        this.watch = watch;
        this.journal = journal;
        this.announcer = announcer;
        this.data = data.toAbsolutePath();
        this.host = host;
    }

    /** The marks that the operator set. */
    static DiskMarks marks(DiskRoom room) {
        return new DiskMarks(room.evictAt(), room.degradeAt(), room.refuseAt());
    }

    @Override
    public long excessBytes() {
        return watch.excessBytes();
    }

    @Override
    public boolean isShort() {
        return watch.step().isAtLeast(DiskStep.DEGRADED);
    }

    @Override
    public boolean leavesOutBulky() {
        return isShort();
    }

    @Override
    public boolean isHeld() {
        return watch.step().isAtLeast(DiskStep.FULL);
    }

    /**
     * How the disk fares, for engines.
     *
     * @param step id of the step that is reached
     * @param usedShare used part of it, 0 to 1
     * @param freeBytes what may still be written
     * @param consequence what the step means and what to do; empty where nothing has to be done
     * @param path folder whose disk it is
     */
    record State(String step, double usedShare, long freeBytes, String consequence, String path) {}

    State state() {
        DiskStep step = watch.step();
        DiskUsage usage = watch.usage();
        String consequence = step == DiskStep.ENOUGH ? "" : consequence(step);
        return new State(step.id(), usage.share(), usage.freeBytes(), consequence, data.toString());
    }

    /** Looks once: says what is new, and frees what is not needed. */
    void tend() {
        tell();
        if (watch.excessBytes() > 0) {
            try {
                long freed = journal.freeDelivered();
                if (freed > 0) {
                    LOG.infof("the disk is filling up: %d MiB of the journal went that were delivered", freed >> 20);
                    watch.look();
                }
            } catch (IOException e) {
                LOG.warnf("what of the journal is delivered could not be deleted: %s", e);
            }
        }
    }

    /** The pack failsight knows these sentences: change them together. */
    private void tell() {
        DiskStep step = watch.step() == DiskStep.FULL ? DiskStep.REFUSING : watch.step();
        String told = announcer.state(DISK);
        if (told.equals(step.id()) || told.isEmpty() && step == DiskStep.ENOUGH) {
            return;
        }
        String share = String.format(Locale.ROOT, "%.1f", watch.usage().share() * 100);
        String sentence = step == DiskStep.ENOUGH
                ? "Disk of " + host + " has room again: " + share + " % full"
                : "Disk of " + host + " is " + share + " % full: " + consequence(step);
        Weight weight = step == DiskStep.ENOUGH ? Weight.INFO : step == DiskStep.EVICTING ? Weight.WARN : Weight.ERROR;
        announcer.say(DISK, step.id(), weight, announcer.nowNanos(), sentence, Map.of("path", data.toString()));
    }

    /** What a step means, and what to do. */
    static String consequence(DiskStep step) {
        return switch (step) {
            case ENOUGH -> "nothing has to be done";
            case EVICTING -> "old entries are evicted early; free some room on it";
            case DEGRADED -> "debug lines and spans are no longer indexed; free some room on it soon";
            case REFUSING, FULL -> "nothing more is taken in and senders wait; free some room on it now";
        };
    }

    /** An index that was lost is named, too. */
    void repaired(Repair repair) {
        announcer.say(
                "index",
                repair.index(),
                Weight.ERROR,
                announcer.nowNanos(),
                "Index " + repair.index()
                        + " was damaged and is made again; what the journal still has of it is delivered again",
                Map.of("reason", cut(repair.reason()), "aside", repair.aside()));
    }

    private static String cut(String text) {
        return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON);
    }

    /** Evidence that goes early is named, whoever reads it. */
    void evicted(Eviction eviction) {
        if (eviction.isForRoom() && eviction.storageClass() == StorageClass.KEEP) {
            announcer.say(
                    EVIDENCE,
                    eviction.index(),
                    Weight.ERROR,
                    announcer.nowNanos(),
                    "Evidence was evicted: index " + eviction.index() + " with " + eviction.documents() + " entries, "
                            + eviction.why(),
                    Map.of());
        }
    }
}
