package io.failsight.collector.pipeline;

import io.failsight.collector.journal.Journal;
import io.failsight.collector.journal.JournalReader;
import io.failsight.collector.signal.Mark;
import io.failsight.collector.signal.SignalConfig;
import io.failsight.collector.signal.SignalFeed;
import io.failsight.collector.signal.SignalSender;
import io.failsight.collector.signal.SignalStats;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The acknowledged stream to all engines, put together: for each one a reader position of its own in the journal, a feed, a scout and a sender.
 * An engine that stays away holds the journal's space for itself only by what it has not acknowledged. Thread-safe.
 */
final class SignalStream implements AutoCloseable {
    /** Reader of the first engine; the others have its name with theirs behind it. */
    static final String READER = "signals";

    private static final int MAX_NAME = 64;

    private final List<Lane> lanes = new ArrayList<>();

    /** One engine's way. */
    private record Lane(URI engine, JournalReader reader, SignalFeed feed, SignalSender sender) {}

    private final List<SignalScout> scouts = new ArrayList<>();

    /**
     * Opens the readers; positions of engines that are no longer named are dropped.
     *
     * @param start where an engine begins that was never there before
     */
    SignalStream(Journal journal, List<SignalConfig> engines, Mark start) throws IOException {
        List<String> known = journal.readerNames();
        List<String> used = new ArrayList<>();
        for (SignalConfig config : engines) {
            String name = used.isEmpty() ? READER : name(config.engine());
            JournalReader reader = journal.reader(name);
            if (!known.contains(name)) {
                reader.moveTo(start.offset(), start.records());
            }
            used.add(name);
            Mark from = new Mark(reader.committed(), reader.committedRecords());
            SignalFeed feed = new SignalFeed(config.maxQueuedBytes(), from, new SignalStats());
            SignalSender sender = new SignalSender(config, feed, mark -> reader.moveTo(mark.offset(), mark.records()));
            lanes.add(new Lane(config.engine(), reader, feed, sender));
        }
        for (String name : known) {
            if ((name.equals(READER) || name.startsWith(READER + ".")) && !used.contains(name)) {
                journal.forgetReader(name);
            }
        }
    }

    private static String name(URI engine) {
        String name =
                READER + "." + engine.getAuthority().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-");
        return name.substring(0, Math.min(MAX_NAME, name.length()));
    }

    /**
     * Starts to send, and to look ahead of the pipeline.
     *
     * @param taps makes a tap for one scout's thread
     * @param pipeline offset up to which the pipeline has come
     */
    void start(
            Function<List<SignalFeed>, SignalTap> taps,
            LongSupplier pipeline,
            LongSupplier journalEnd,
            Supplier<Parsing> parsings) {
        for (Lane lane : lanes) {
            SignalTap tap = taps.apply(List.of(lane.feed()));
            SignalScout scout = new SignalScout(lane.reader(), lane.feed(), tap, pipeline, journalEnd, parsings);
            scouts.add(scout);
            scout.start();
            lane.sender().start();
        }
    }

    /** The feeds that the pipeline gives signals to. */
    List<SignalFeed> feeds() {
        return lanes.stream().map(Lane::feed).toList();
    }

    /** Offset up to which somebody has read; -1 where there is no engine. */
    long coveredOffset() {
        return lanes.stream()
                .mapToLong(lane -> lane.feed().covered().offset())
                .max()
                .orElse(-1);
    }

    void bind(CollectorMetrics metrics) {
        metrics.bindLookAhead(this);
        for (Lane lane : lanes) {
            metrics.bindSignals(lane.engine(), lane.feed());
        }
    }

    boolean isAlive() {
        return scouts.stream().allMatch(SignalScout::isAlive)
                && lanes.stream().allMatch(lane -> lane.sender().isAlive());
    }

    /** Whether entries are read a second time at the moment. */
    boolean isLookingAhead() {
        return scouts.stream().anyMatch(SignalScout::isWorking);
    }

    @Override
    public void close() {
        scouts.forEach(SignalScout::close);
        lanes.forEach(lane -> lane.sender().close());
    }
}
