package io.failsight.collector.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All sources and what came from them. Several threads may read the same batch of the journal; the first one to read it to its end has its
 * tallies taken, so that each batch counts once and in order. Thread-safe: one lock, taken once a batch.
 */
public final class SourceLedger {
    /** Hosts behind sources that are told apart; a flood of forged names must not fill the memory (about 1 KB each). */
    public static final int MAX_LINES = 10_000;
    /** Hosts of one source, so that one relay cannot take all places. */
    static final int MAX_HOSTS = 2_000;

    private static final int MAX_LOSSES = 32;
    /** A line that was not heard for so long gives its place to a new one. */
    private static final long STALE_NANOS = 7 * 86_400_000_000_000L;
    /** Name of the line that counts what had no place. */
    public static final String REST = "(others)";

    private record Key(String source, String host) {}

    private final int maxLines;
    private final Map<Key, SourceLine> lines = new LinkedHashMap<>();
    private final Map<String, Integer> hosts = new LinkedHashMap<>();
    private final Map<String, Long> refused = new LinkedHashMap<>();
    private final List<LossView> losses = new ArrayList<>();
    private final SourceLine rest = new SourceLine(REST, "", "");
    private long offset;
    private long records;
    private long nextId = 1;
    private long lastReceivedNanos;

    public SourceLedger() {
        this(MAX_LINES);
    }

    SourceLedger(int maxLines) {
        this.maxLines = maxLines;
    }

    /** Begins behind that place of the journal; numbers that were counted before say nothing where it is another one. */
    public synchronized void startAt(long newOffset, long newRecords) {
        if (newOffset != offset) {
            lines.values().forEach(SourceLine::unsettle);
            rest.unsettle();
            // ids are in order of the journal also where the file that knew them is gone: offsets are above all of them
            nextId = Math.max(nextId, newOffset);
        }
        offset = newOffset;
        records = newRecords;
    }

    /** Up to where in the journal all was taken. */
    public synchronized Position position() {
        return new Position(offset, records);
    }

    /** A place in the journal: offset, and records before it. */
    public record Position(long offset, long records) {}

    /** The line of a host behind a source; that of all others when there are too many. */
    public synchronized SourceLine line(String source, String host, String receiver, SourcePlace place) {
        Key key = new Key(source, host);
        SourceLine line = lines.get(key);
        if (line == null) {
            int others = hosts.getOrDefault(source, 0);
            if (others >= MAX_HOSTS || lines.size() >= maxLines && !makeRoom()) {
                return rest;
            }
            line = new SourceLine(source, host, receiver);
            put(key, line);
        }
        line.place(place);
        return line;
    }

    private void put(Key key, SourceLine line) {
        if (lines.put(key, line) == null) {
            hosts.merge(key.source(), 1, Integer::sum);
        }
    }

    private boolean makeRoom() {
        int before = lines.size();
        lines.entrySet().removeIf(entry -> {
            boolean isStale = lastReceivedNanos - entry.getValue().lastNanos() > STALE_NANOS
                    && entry.getValue().lastNanos() != Long.MIN_VALUE;
            if (isStale) {
                hosts.merge(entry.getKey().source(), -1, Integer::sum);
            }
            return isStale;
        });
        return lines.size() < before;
    }

    /**
     * Takes what a batch held, unless another thread read it before.
     *
     * @param end behind the batch
     * @param batchRecords records of the batch
     * @param tallies what each sender said; cleared
     */
    public void take(Position end, int batchRecords, long receivedNanos, List<Tally> tallies) {
        synchronized (this) {
            if (end.offset() > offset) {
                long lost = end.records() - batchRecords - records;
                if (lost > 0 && records > 0) {
                    lose(lost, receivedNanos);
                }
                for (Tally tally : tallies) {
                    tally.line().add(tally, receivedNanos, () -> nextId++);
                }
                offset = end.offset();
                records = end.records();
                lastReceivedNanos = receivedNanos;
            }
        }
        tallies.forEach(Tally::clear);
    }

    /** Records of the journal could not be read: whoever spoke around then may miss some. */
    private void lose(long count, long receivedNanos) {
        List<String> suspects = lines.values().stream()
                .filter(line -> line.lastNanos() >= lastReceivedNanos - LossView.AROUND_NANOS)
                .map(SourceLine::name)
                .distinct()
                .limit(LossView.MAX_NAMES)
                .toList();
        note(new LossView(
                nextId++, "the journal", count, 0, lastReceivedNanos, receivedNanos, suspects, "records were damaged"));
    }

    /** Notes a loss that a receiver knows of: records or bytes are 0 where it does not know how many. */
    public synchronized void note(String source, long lostRecords, long lostBytes, long nowNanos, String reason) {
        long last = lines.values().stream()
                .filter(line -> line.source().equals(source))
                .mapToLong(SourceLine::lastNanos)
                .max()
                .orElse(nowNanos);
        long after = Math.min(nowNanos, Math.max(0, last));
        note(new LossView(nextId++, source, lostRecords, lostBytes, after, nowNanos, List.of(), reason));
    }

    private void note(LossView loss) {
        if (losses.size() == MAX_LOSSES) {
            losses.removeFirst();
        }
        losses.add(loss);
    }

    /** Counts records of a source that were not taken. */
    public synchronized void refused(String source, long count) {
        String name = refused.size() < maxLines || refused.containsKey(source) ? source : REST;
        refused.merge(name, count, Long::sum);
    }

    /** What is known of all sources now, in order of first sight. */
    public synchronized List<SourceView> views(long nowNanos) {
        List<SourceView> views = new ArrayList<>(lines.size() + 1);
        Map<String, Long> unseen = new LinkedHashMap<>(refused);
        for (SourceLine line : lines.values()) {
            unseen.remove(line.source());
            views.add(line.view(nowNanos, refused.getOrDefault(line.source(), 0L)));
        }
        long others = unseen.getOrDefault(REST, 0L);
        unseen.remove(REST);
        unseen.forEach((source, count) -> views.add(new SourceLine(source, "", "").view(nowNanos, count)));
        if (rest.lastNanos() != Long.MIN_VALUE || others > 0) {
            views.add(rest.view(nowNanos, others));
        }
        return views;
    }

    /** Hosts behind sources that are told apart. */
    public synchronized int size() {
        return lines.size();
    }

    /** Numbers that did not come, of all sources. */
    public synchronized long missing() {
        return lines.values().stream().mapToLong(SourceLine::missing).sum();
    }

    /** Losses without numbers, oldest first; the last ones. */
    public synchronized List<LossView> losses() {
        return Collections.unmodifiableList(new ArrayList<>(losses));
    }

    /** A line of which people must hear something. */
    public record News(SourceLine line, String name, List<GapView> gaps) {
        /** Its source. */
        public String source() {
            return line.source();
        }

        /** Host name that it claims. */
        public String host() {
            return line.host();
        }
    }

    /** Sources with gaps nobody was told of and that no late entry closed up to that time of receipt. */
    public synchronized List<News> untold(long settledNanos) {
        List<News> news = new ArrayList<>(0);
        for (SourceLine line : lines.values()) {
            List<Gap> gaps = line.untold(settledNanos);
            if (!gaps.isEmpty()) {
                news.add(
                        new News(line, line.name(), gaps.stream().map(Gap::view).toList()));
            }
        }
        return news;
    }

    /** Notes that people were told of these gaps. */
    public synchronized void told(News news) {
        for (Gap gap : news.line().untold(Long.MAX_VALUE)) {
            if (news.gaps().stream().anyMatch(view -> view.id() == gap.id())) {
                gap.tell();
            }
        }
    }

    /** A source whose rhythm broke, or came back. */
    public record Break(
            SourceLine line, String name, boolean silent, long lastNanos, long usualNanos, long allowedNanos) {
        /** Its source. */
        public String source() {
            return line.source();
        }

        /** Host name that it claims. */
        public String host() {
            return line.host();
        }
    }

    /** Sources nobody declared that fell silent against their habit, and those that speak again; up to that time all that came was read. */
    public synchronized List<Break> breaks(long untilNanos) {
        List<Break> found = new ArrayList<>(0);
        for (SourceLine line : lines.values()) {
            boolean silent = line.isSilent(untilNanos);
            if (silent != line.isSilenceTold()) {
                SourceView view = line.view(untilNanos, 0);
                found.add(
                        new Break(line, line.name(), silent, view.lastNanos(), view.usualNanos(), view.allowedNanos()));
            }
        }
        return found;
    }

    /** Notes that people were told of it. */
    public synchronized void told(Break change) {
        change.line().silenceTold(change.silent());
    }

    /** All of it as text, for {@link LedgerFile}. */
    synchronized String text() {
        StringBuilder text = new StringBuilder(1_024 + lines.size() * 256);
        text.append(new Line()
                .add(LedgerFile.HEAD)
                .add(offset)
                .add(records)
                .add(nextId)
                .add(lastReceivedNanos));
        refused.forEach((source, count) ->
                text.append(new Line().add(LedgerFile.REFUSED).add(source).add(count)));
        for (LossView loss : losses) {
            Line line = new Line().add(LedgerFile.LOSS);
            loss.write(line);
            text.append(line);
        }
        for (SourceLine source : lines.values()) {
            Line line = new Line().add(LedgerFile.SOURCE);
            source.write(line);
            text.append(line);
        }
        return text.toString();
    }

    /** Takes one line of what {@link #text} wrote. */
    synchronized void read(Line.Reader line) {
        switch (line.text()) {
            case LedgerFile.HEAD -> {
                offset = line.number();
                records = line.number();
                nextId = line.number();
                lastReceivedNanos = line.number();
            }
            case LedgerFile.REFUSED -> refused.put(line.text(), line.number());
            case LedgerFile.LOSS -> losses.add(LossView.read(line));
            case LedgerFile.SOURCE -> {
                SourceLine source = SourceLine.read(line);
                put(new Key(source.source(), source.host()), source);
            }
            default -> throw new IllegalArgumentException("a line of another version");
        }
    }
}
