package io.failsight.collector.ledger;

import io.failsight.model.Numbering;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Follows the numbers of one series: tells a gap from a number that came late, came twice, began anew after a restart of its sender, or passed
 * the highest one. A number that goes back is a restart when its entry was written after all before it; else it came twice. Used under the
 * ledger's lock.
 */
final class SequenceTrack {
    /** A jump beyond it is another numbering and no loss. */
    private static final long MAX_JUMP = 1_000_000;
    /** Numbers so near to the highest one may have passed it. */
    private static final long WRAP_NUMBERS = 1L << 20;
    /** Without a time, a number so far back is a restart. */
    private static final long FAR_BACK = 100_000;
    /** Numbers that a restarted sender may have lost before the first one that came. */
    private static final long MAX_LEADING = 10_000;
    /** Clocks of a sender's threads may disagree so much. */
    private static final long JITTER_NANOS = 2_000_000_000L;

    private static final int KEPT_GAPS = 16;
    /** What may be filtered on purpose is believed to lose entries after so many numbers with hardly a hole. */
    private static final long PROOF_STEPS = 200;

    private static final long STEPS_PER_HOLE = 200;
    private static final long STEPS_PER_RESTART = 8;
    private static final long FORGETTING_STEPS = 100_000;
    private static final long UNKNOWN = -1;

    private final Numbering how;
    private final String series;
    private final Deque<Gap> gaps = new ArrayDeque<>(2);
    private long next = UNKNOWN;
    private long newestTime = Ranges.NO_TIME;
    private long lastReceived;
    private long repeatedUpTo = UNKNOWN;
    private long steps;
    private long holes;
    private long missing;
    private long late;
    private long duplicates;
    private long restarts;
    private long wraps;
    /** Times that two senders seemed to count as one. */
    private long contradictions;

    SequenceTrack(Numbering how, String series) {
        this.how = how;
        this.series = series;
    }

    String series() {
        return series;
    }

    Numbering how() {
        return how;
    }

    /** Takes the numbers of a batch. */
    void take(Ranges ranges, long receivedNanos, LongSupplier ids) {
        for (int run = 0; run < ranges.runs(); run++) {
            long first = ranges.first(run);
            long last = ranges.last(run);
            if (first == next) {
                advance(last, last - first + 1);
            } else {
                odd(first, last, ranges.firstTime(run), receivedNanos, ids);
            }
            newestTime = Math.max(newestTime, ranges.lastTime(run));
            lastReceived = receivedNanos;
        }
        if (ranges.isCut()) {
            next = UNKNOWN;
        }
    }

    /** What cannot be known any more, since a part of the journal was not read: the next number is the first. */
    void unsettle() {
        next = UNKNOWN;
    }

    private void advance(long last, long count) {
        next = last >= how.last() ? how.first() : last + 1;
        repeatedUpTo = UNKNOWN;
        steps += count;
        if (steps > FORGETTING_STEPS) {
            steps /= 2;
            holes /= 2;
        }
    }

    private void odd(long first, long last, long time, long received, LongSupplier ids) {
        long count = last - first + 1;
        if (next == UNKNOWN) {
            advance(last, count);
        } else if (isWrap(first)) {
            wraps++;
            miss(next, how.last(), received, ids);
            miss(how.first(), first - 1, received, ids);
            advance(last, count);
        } else if (isBeforeWrap(first)) {
            passed(first, last);
        } else if (first > next) {
            if (first - next <= MAX_JUMP) {
                miss(next, first - 1, received, ids);
            } else {
                restarts++;
            }
            advance(last, count);
        } else {
            back(first, last, time, received, ids);
        }
    }

    private boolean isWrap(long first) {
        return how.last() - next < WRAP_NUMBERS && first - how.first() < WRAP_NUMBERS && first >= how.first();
    }

    private boolean isBeforeWrap(long first) {
        return how.last() - first < WRAP_NUMBERS && next - how.first() < WRAP_NUMBERS;
    }

    private long fill(long first, long last) {
        long filled = 0;
        for (Gap gap : gaps) {
            filled += gap.fill(first, last);
        }
        late += filled;
        missing -= Math.min(missing, filled);
        return filled;
    }

    private void passed(long first, long last) {
        duplicates += last - first + 1 - fill(first, last);
    }

    /** Numbers that were passed: late ones, repeated ones, or those of a sender that began anew. */
    private void back(long first, long last, long time, long received, LongSupplier ids) {
        boolean isNewer = time != Ranges.NO_TIME && newestTime != Ranges.NO_TIME && time > newestTime;
        boolean isMuchNewer = isNewer && time - newestTime > JITTER_NANOS;
        if (isMuchNewer) {
            restart(first, last, received, ids);
            return;
        }
        long filled = fill(first, last);
        contradictions += isNewer && filled > 0 ? 1 : 0; // overtaken by what was written before it
        boolean isUnknown = time == Ranges.NO_TIME || newestTime == Ranges.NO_TIME;
        boolean isStart = isUnknown && (first == how.first() || next - first > FAR_BACK);
        if (filled == 0 && (isNewer || isStart)) {
            restart(first, last, received, ids);
        } else if (last >= next) { // a repetition that goes on where the sender was
            duplicates += next - first - filled;
            advance(last, last - next + 1);
        } else {
            duplicates += last - first + 1 - filled;
            repeatedUpTo = filled == 0 ? last : UNKNOWN;
        }
    }

    private void restart(long first, long last, long received, LongSupplier ids) {
        restarts++;
        gaps.forEach(Gap::close);
        long lead = first - how.first();
        // what seemed to be repeated a moment ago was the new beginning
        boolean goesOn = repeatedUpTo != UNKNOWN && first == repeatedUpTo + 1;
        if (!how.mayBeFiltered() && !goesOn && lead <= MAX_LEADING) {
            miss(how.first(), first - 1, received, ids);
        }
        advance(last, last - first + 1);
    }

    private void miss(long from, long to, long received, LongSupplier ids) {
        if (to < from) {
            return;
        }
        holes++;
        if (!isBelieved()) {
            return;
        }
        missing += to - from + 1;
        if (gaps.size() == KEPT_GAPS) {
            gaps.removeFirst();
        }
        gaps.addLast(new Gap(ids.getAsLong(), series, from, to, lastReceived, received));
    }

    /** Whether a hole in these numbers is a loss. */
    boolean isBelieved() {
        boolean isProven = !how.mayBeFiltered() || steps >= PROOF_STEPS && (holes - 1) * STEPS_PER_HOLE <= steps;
        long odd = restarts + contradictions;
        return isProven && (odd < STEPS_PER_RESTART || odd * STEPS_PER_RESTART <= steps);
    }

    long missing() {
        return missing;
    }

    /** The gaps that are kept, oldest first. */
    List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    SeriesView view() {
        return new SeriesView(series, how, next - 1, isBelieved(), missing, late, duplicates, restarts, wraps);
    }

    void write(Line line) {
        line.add(how.id())
                .add(series)
                .add(next)
                .add(newestTime)
                .add(lastReceived)
                .add(repeatedUpTo);
        line.add(steps)
                .add(holes)
                .add(missing)
                .add(late)
                .add(duplicates)
                .add(restarts)
                .add(wraps)
                .add(contradictions);
        line.add(gaps.size());
        gaps.forEach(gap -> gap.write(line));
    }

    static SequenceTrack read(Line.Reader line) {
        String id = line.text();
        Numbering how = Numbering.NONE;
        for (Numbering one : Numbering.values()) {
            how = one.id().equals(id) ? one : how;
        }
        SequenceTrack track = new SequenceTrack(how, line.text());
        track.next = line.number();
        track.newestTime = line.number();
        track.lastReceived = line.number();
        track.repeatedUpTo = line.number();
        track.steps = line.number();
        track.holes = line.number();
        track.missing = line.number();
        track.late = line.number();
        track.duplicates = line.number();
        track.restarts = line.number();
        track.wraps = line.number();
        track.contradictions = line.number();
        long size = Math.min(line.number(), KEPT_GAPS);
        for (int i = 0; i < size; i++) {
            track.gaps.addLast(Gap.read(line));
        }
        return track;
    }
}
