package io.failsight.collector.ledger;

import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.Numbering;
import io.failsight.model.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one sender said in one batch: an entry costs two additions, and two comparisons where its sender counts. Belongs to the thread that reads the
 * batch, which hands it to {@link SourceLedger#take}.
 */
public final class Tally {
    /** Series of one sender; Windows has some hundred channels, of which few are forwarded. */
    private static final int MAX_SERIES = 64;

    private final SourceLine line;
    private List<Ranges> series = List.of();
    private int entries;
    private long bytes;
    private @Nullable Ranges current;

    /** @param line whose entries they are */
    public Tally(SourceLine line) {
        this.line = line;
    }

    /** Takes an entry of so many journaled bytes. */
    public void take(Entry entry, int length) {
        entries++;
        bytes += length;
        if (entry.numbering() != Numbering.NONE) {
            number(entry);
        }
    }

    private void number(Entry entry) {
        Ranges ranges = current;
        if (ranges == null || ranges.how() != entry.numbering() || !entry.isOfSeries(ranges.series())) {
            ranges = find(entry);
        }
        if (ranges != null) {
            boolean isTimed = entry.timeSource() != TimeSource.RECEIPT;
            ranges.take(entry.senderNumber(), isTimed ? entry.number(EntryField.TIME) : Ranges.NO_TIME);
        }
    }

    private @Nullable Ranges find(Entry entry) {
        for (Ranges known : series) {
            if (known.how() == entry.numbering() && entry.isOfSeries(known.series())) {
                current = known;
                return known;
            }
        }
        if (series.size() == MAX_SERIES) {
            return null;
        }
        Ranges made = new Ranges(entry.numbering(), entry.series());
        if (series.isEmpty()) {
            series = new ArrayList<>(1);
        }
        series.add(made);
        current = made;
        return made;
    }

    SourceLine line() {
        return line;
    }

    int entries() {
        return entries;
    }

    long bytes() {
        return bytes;
    }

    List<Ranges> series() {
        return series;
    }

    void clear() {
        entries = 0;
        bytes = 0;
        for (Ranges ranges : series) {
            ranges.clear();
        }
    }
}
