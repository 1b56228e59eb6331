package io.failsight.collector.pipeline;

import io.failsight.collector.clock.ClockEstimate;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.journal.JournaledBatch;
import io.failsight.collector.pack.SignalDraft;
import io.failsight.collector.signal.Mark;
import io.failsight.collector.signal.SignalFeed;
import io.failsight.model.Bytes;
import io.failsight.model.Entry;
import io.failsight.model.EntryId;
import io.failsight.model.signal.SignalJson;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the signals of the batches that one thread parses to the feeds of all engines, one look a feed for a batch, and lets {@link ArrivalTap}
 * see all entries. Not thread-safe.
 */
final class SignalTap {
    private final List<SignalFeed> feeds;
    private final SignalMaker maker;
    private final ArrivalTap arrivals;
    private final List<byte[]> lines = new ArrayList<>();
    private final Bytes json = new Bytes(1_024);
    private boolean wanted;

    SignalTap(List<SignalFeed> feeds, SignalMaker maker, Arrivals arrivals) {
        this.feeds = List.copyOf(feeds);
        this.maker = maker;
        this.arrivals = new ArrivalTap(arrivals);
    }

    /** Announces the batch between two marks. */
    void begin(JournaledBatch batch, Mark from, Mark to) {
        arrivals.begin(batch.header());
        lines.clear();
        wanted = false;
        for (SignalFeed feed : feeds) {
            wanted |= feed.wants(from, to);
        }
    }

    /**
     * Takes a finished entry and what its pack said.
     *
     * @param position position of the entry in its segment
     * @param length journaled bytes of the entry
     */
    void take(Entry entry, List<SignalDraft> drafts, JournaledBatch batch, int position, int length) {
        arrivals.take(entry, length);
        if (!drafts.isEmpty() && wanted) {
            make(entry, drafts, batch, position);
        }
    }

    private void make(Entry entry, List<SignalDraft> drafts, JournaledBatch batch, int position) {
        ClockEstimate clock = arrivals.clock();
        BatchHeader header = batch.header();
        EntryId id = new EntryId(batch.incarnation(), position);
        for (int i = 0; i < drafts.size(); i++) {
            json.clear();
            SignalJson.write(maker.make(entry, header, drafts.get(i), new SignalMaker.Identity(id, i), clock), json);
            lines.add(json.toByteArray());
        }
    }

    /** Hands over what was taken since {@link #begin}: the batch was processed whole. */
    void end(Mark from, Mark to) {
        arrivals.end(to);
        if (wanted) {
            for (SignalFeed feed : feeds) {
                feed.offer(from, to, lines);
            }
        }
    }
}
