package io.failsight.collector.ledger;

import java.util.ArrayList;
import java.util.List;

/** Numbers of one series that did not come. One that comes late closes its part. Used under the ledger's lock. */
final class Gap {
    /** Pieces into which late entries may split a gap; beyond that only the count is exact. */
    private static final int MAX_PIECES = 32;

    private final long id;
    private final String series;
    private final long from;
    private final long to;
    private final long afterNanos;
    private final long beforeNanos;
    private final List<long[]> pieces = new ArrayList<>(1);
    private long missing;
    private boolean told;
    private boolean isFinal;

    /**
     * A gap.
     *
     * @param id number in order of the journal, the same when the journal is read again
     * @param from first missing number
     * @param to last missing number
     * @param afterNanos when the entry before it was received
     * @param beforeNanos when the entry behind it was received
     */
    Gap(long id, String series, long from, long to, long afterNanos, long beforeNanos) {
        this.id = id;
        this.series = series;
        this.from = from;
        this.to = to;
        this.afterNanos = afterNanos;
        this.beforeNanos = beforeNanos;
        this.missing = to - from + 1;
        pieces.add(new long[] {from, to});
    }

    /** Takes numbers that came late; how many of them were missing. */
    long fill(long first, long last) {
        if (isFinal || last < from || first > to) {
            return 0;
        }
        long filled = 0;
        List<long[]> rest = new ArrayList<>(pieces.size() + 1);
        for (long[] piece : pieces) {
            long low = Math.max(first, piece[0]);
            long high = Math.min(last, piece[1]);
            if (low > high) {
                rest.add(piece);
                continue;
            }
            filled += high - low + 1;
            add(rest, piece[0], low - 1);
            add(rest, high + 1, piece[1]);
        }
        missing -= filled;
        if (rest.size() <= MAX_PIECES) {
            pieces.clear();
            pieces.addAll(rest);
        }
        missing = pieces.isEmpty() ? 0 : Math.max(0, missing);
        return filled;
    }

    private static void add(List<long[]> pieces, long low, long high) {
        if (low <= high) {
            pieces.add(new long[] {low, high});
        }
    }

    /** The numbers that are still missing, as {@code 17, 20-31}; at most five pieces are named. */
    String ranges() {
        StringBuilder text = new StringBuilder();
        int named = 0;
        for (long[] piece : pieces) {
            if (++named > 5) {
                return text.append(", ...").toString();
            }
            text.append(text.isEmpty() ? "" : ", ").append(piece[0]);
            if (piece[1] > piece[0]) {
                text.append('-').append(piece[1]);
            }
        }
        return text.toString();
    }

    /** The sender began to count anew, so that nothing can fill it any more. */
    void close() {
        isFinal = true;
    }

    boolean isOpen() {
        return missing > 0;
    }

    boolean isFinal() {
        return isFinal;
    }

    long id() {
        return id;
    }

    String series() {
        return series;
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    long missing() {
        return missing;
    }

    long afterNanos() {
        return afterNanos;
    }

    long beforeNanos() {
        return beforeNanos;
    }

    boolean isTold() {
        return told;
    }

    void tell() {
        told = true;
    }

    GapView view() {
        return new GapView(id, series, from, to, missing, ranges(), afterNanos, beforeNanos, told);
    }

    void write(Line line) {
        line.add(id).add(series).add(from).add(to).add(afterNanos).add(beforeNanos);
        line.add(told ? 1 : 0).add(isFinal ? 1 : 0).add(missing).add(pieces.size());
        for (long[] piece : pieces) {
            line.add(piece[0]).add(piece[1]);
        }
    }

    static Gap read(Line.Reader line) {
        Gap gap = new Gap(line.number(), line.text(), line.number(), line.number(), line.number(), line.number());
        gap.told = line.number() == 1;
        gap.isFinal = line.number() == 1;
        gap.missing = line.number();
        gap.pieces.clear();
        long size = Math.min(line.number(), MAX_PIECES);
        for (int i = 0; i < size; i++) {
            gap.pieces.add(new long[] {line.number(), line.number()});
        }
        return gap;
    }
}
