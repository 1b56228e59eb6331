package io.failsight.collector.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** One host behind one source: what came from it. Changed under the ledger's lock alone. */
public final class SourceLine {
    private static final int MAX_SERIES = 64;
    private static final double RATE_NANOS = 60e9;

    private final String source;
    private final String host;
    private final String receiver;
    private final List<SequenceTrack> tracks = new ArrayList<>(0);
    private final Rhythm rhythm = new Rhythm();
    private SourcePlace place = SourcePlace.UNKNOWN;
    private long firstNanos;
    private long lastNanos = Long.MIN_VALUE;
    private long entries;
    private long bytes;
    private double rate;
    private boolean silenceTold;

    SourceLine(String source, String host, String receiver) {
        this.source = source;
        this.host = host;
        this.receiver = receiver;
    }

    void place(SourcePlace newPlace) {
        place = newPlace;
    }

    void add(Tally tally, long receivedNanos, LongSupplier ids) {
        if (lastNanos == Long.MIN_VALUE) {
            firstNanos = receivedNanos;
            lastNanos = receivedNanos;
        }
        entries += tally.entries();
        bytes += tally.bytes();
        rate = rateAt(receivedNanos) + tally.entries() / (RATE_NANOS / 1e9);
        lastNanos = Math.max(lastNanos, receivedNanos);
        rhythm.heard(receivedNanos);
        for (Ranges ranges : tally.series()) {
            if (ranges.runs() > 0) {
                track(ranges, receivedNanos, ids);
            }
        }
    }

    private void track(Ranges ranges, long receivedNanos, LongSupplier ids) {
        String name = new String(ranges.series(), StandardCharsets.UTF_8);
        for (SequenceTrack track : tracks) {
            if (track.how() == ranges.how() && track.series().equals(name)) {
                track.take(ranges, receivedNanos, ids);
                return;
            }
        }
        if (tracks.size() < MAX_SERIES) {
            SequenceTrack track = new SequenceTrack(ranges.how(), name);
            tracks.add(track);
            track.take(ranges, receivedNanos, ids);
        }
    }

    /** Entries a second over the last minute or so. */
    private double rateAt(long nowNanos) {
        return rate == 0 || nowNanos <= lastNanos ? rate : rate * Math.exp((lastNanos - nowNanos) / RATE_NANOS);
    }

    void unsettle() {
        tracks.forEach(SequenceTrack::unsettle);
    }

    long lastNanos() {
        return lastNanos;
    }

    String source() {
        return source;
    }

    String host() {
        return host;
    }

    /** Whether it is quiet for longer than it ever is; what is declared to speak is watched elsewhere. */
    boolean isSilent(long untilNanos) {
        return place.silentAfterNanos() == 0
                && rhythm.isLearned()
                && lastNanos != Long.MIN_VALUE
                && untilNanos - lastNanos > rhythm.allowedNanos();
    }

    boolean isSilenceTold() {
        return silenceTold;
    }

    void silenceTold(boolean told) {
        silenceTold = told;
    }

    /** Gaps that people were not told of, and that no late entry closed within the time for that. */
    List<Gap> untold(long settledNanos) {
        List<Gap> found = new ArrayList<>(0);
        for (SequenceTrack track : tracks) {
            for (Gap gap : track.gaps()) {
                if (track.isBelieved() && !gap.isTold() && gap.isOpen() && gap.beforeNanos() <= settledNanos) {
                    found.add(gap);
                }
            }
        }
        return found;
    }

    String name() {
        return !place.node().isEmpty() ? place.node() : !host.isEmpty() ? host : source;
    }

    long missing() {
        return tracks.stream().mapToLong(SequenceTrack::missing).sum();
    }

    SourceView view(long nowNanos, long refused) {
        long allowed = place.silentAfterNanos() > 0
                ? place.silentAfterNanos()
                : rhythm.isLearned() ? rhythm.allowedNanos() : 0;
        long quiet = lastNanos == Long.MIN_VALUE ? 0 : Math.max(0, nowNanos - lastNanos);
        List<GapView> gaps = new ArrayList<>(0);
        List<SeriesView> series = new ArrayList<>(tracks.size());
        for (SequenceTrack track : tracks) {
            series.add(track.view());
            track.gaps().forEach(gap -> gaps.add(gap.view()));
        }
        return new SourceView(
                source,
                host,
                receiver,
                place,
                firstNanos,
                lastNanos == Long.MIN_VALUE ? 0 : lastNanos,
                entries,
                bytes,
                refused,
                rateAt(nowNanos),
                quiet,
                allowed,
                rhythm.isLearned() ? rhythm.usualNanos() : 0,
                series,
                gaps);
    }

    void write(Line line) {
        line.add(source)
                .add(host)
                .add(receiver)
                .add(firstNanos)
                .add(lastNanos)
                .add(entries)
                .add(bytes);
        line.add(Double.doubleToLongBits(rate)).add(silenceTold ? 1 : 0);
        line.add(place.site()).add(place.node()).add(place.peer()).add(place.silentAfterNanos());
        rhythm.write(line);
        line.add(tracks.size());
        tracks.forEach(track -> track.write(line));
    }

    static SourceLine read(Line.Reader words) {
        SourceLine line = new SourceLine(words.text(), words.text(), words.text());
        line.firstNanos = words.number();
        line.lastNanos = words.number();
        line.entries = words.number();
        line.bytes = words.number();
        line.rate = Double.longBitsToDouble(words.number());
        line.silenceTold = words.number() == 1;
        line.place = new SourcePlace(words.text(), words.text(), words.text(), words.number());
        line.rhythm.read(words);
        long size = Math.min(words.number(), MAX_SERIES);
        for (int i = 0; i < size; i++) {
            line.tracks.add(SequenceTrack.read(words));
        }
        return line;
    }
}
