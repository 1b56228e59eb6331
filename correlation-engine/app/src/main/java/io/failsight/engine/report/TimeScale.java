package io.failsight.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Where an instant lies on the axis. Long pauses between events are cut, because a failover takes seconds and the repair of a node hours; each cut is told
 * with its length. Immutable.
 */
final class TimeScale {
    private static final long SECOND = 1_000_000_000L;
    /** A pause longer than so many times the usual one is cut. */
    private static final int CUT_FACTOR = 6;

    private static final long SHORTEST_CUT = 20 * SECOND;

    private final List<Span> spans;
    private final double left;
    private final double width;
    private final double perNano;

    /** From one event to the next, with its length on the axis in nanoseconds. */
    private record Span(long from, long to, long start, long length, boolean cut) {}

    /** A pause that was cut: where its sign stands, and how long it was. */
    record Cut(double x, long nanos) {}

    private TimeScale(List<Span> spans, double left, double width) {
        this.spans = spans;
        this.left = left;
        this.width = width;
        long total = spans.stream().mapToLong(Span::length).sum();
        this.perNano = width / Math.max(1, total);
    }

    /** An axis over all events, which is not empty. */
    static TimeScale of(List<Long> events, double left, double width) {
        List<Long> times = new ArrayList<>(new TreeSet<>(events));
        if (times.size() == 1) {
            times.add(times.getFirst() + SECOND);
        }
        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            pauses.add(times.get(i) - times.get(i - 1));
        }
        List<Long> sorted = pauses.stream().sorted().toList();
        long longest = Math.max(SHORTEST_CUT, CUT_FACTOR * sorted.get(sorted.size() / 2));
        List<Span> spans = new ArrayList<>();
        long start = 0;
        for (int i = 0; i < pauses.size(); i++) {
            boolean cut = pauses.get(i) > 2 * longest;
            long length = cut ? longest : pauses.get(i);
            spans.add(new Span(times.get(i), times.get(i + 1), start, length, cut));
            start += length;
        }
        return new TimeScale(List.copyOf(spans), left, width);
    }

    double x(long time) {
        Span first = spans.getFirst();
        if (time <= first.from()) {
            return left;
        }
        for (Span span : spans) {
            if (time <= span.to()) {
                double share = (double) (time - span.from()) / Math.max(1, span.to() - span.from());
                return left + (span.start() + share * span.length()) * perNano;
            }
        }
        return left + width;
    }

    List<Cut> cuts() {
        return spans.stream()
                .filter(Span::cut)
                .map(span -> new Cut(left + (span.start() + span.length() / 2.0) * perNano, span.to() - span.from()))
                .toList();
    }

    /** Round times on the parts that are not cut, at least so far from each other. */
    List<Long> ticks(double apart) {
        long step = step(apart);
        List<Long> ticks = new ArrayList<>();
        double last = Double.NEGATIVE_INFINITY;
        for (Span span : spans) {
            for (long tick = Math.ceilDiv(span.from(), step) * step; !span.cut() && tick <= span.to(); tick += step) {
                if (x(tick) - last >= apart) {
                    ticks.add(tick);
                    last = x(tick);
                }
            }
        }
        return ticks;
    }

    private long step(double apart) {
        long[] seconds = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400};
        for (long each : seconds) {
            if (each * SECOND * perNano >= apart) {
                return each * SECOND;
            }
        }
        return 7 * 86_400 * SECOND;
    }
}
