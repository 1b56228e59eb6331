package io.failsight.collector.pipeline;

import io.failsight.collector.clock.ClockEstimate;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.ledger.SourceLedger;
import io.failsight.collector.ledger.Tally;
import io.failsight.collector.signal.Mark;
import io.failsight.collector.watch.Announcer;
import io.failsight.collector.watch.Expectation;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.TimeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Watches the entries that one thread finishes for whom they come from, what time they state and how they are numbered. An entry costs a comparison of its host name and one
 * of its time; the rest happens once a batch and host. Not thread-safe.
 */
final class ArrivalTap {
    /** Hosts of one source that are kept at hand; a power of two. A relay of more costs a look-up where two share a place. */
    private static final int PLACES = 64;
    /** Batches after which a sender that speaks on and on is looked up again, so that it stays among those heard lately. */
    private static final int REFRESH_BATCHES = 256;

    private static final byte[] NOBODY = {};
    private static final long OWN_UNCERTAINTY_NANOS = 1_000_000L;

    private final Arrivals arrivals;
    private final SourceLedger ledger;
    private final List<Tally> tallies = new ArrayList<>();
    private final @Nullable Run[] runs = new Run[PLACES];
    /** Bit i is set when run i took something of this batch. */
    private long heard;

    private @Nullable Run last;
    private @Nullable BatchHeader header;
    private boolean own;
    private boolean spans;
    private long receivedNanos;
    private int batches;

    /** What one host said in a batch. */
    private static final class Run {
        private final byte[] host;
        private final Arrival sender;
        private final Tally tally;
        private int timed;
        private long latest = Long.MIN_VALUE;
        private boolean assumed;

        private Run(byte[] host, Arrival sender) {
            this.host = host;
            this.sender = sender;
            this.tally = new Tally(sender.line());
        }
    }

    ArrivalTap(Arrivals arrivals) {
        this.arrivals = arrivals;
        this.ledger = arrivals.ledger();
    }

    /** Announces the batch that the following entries come from. */
    void begin(BatchHeader next) {
        BatchHeader before = header;
        header = next;
        if (heard != 0) {
            forget();
        }
        if (before == null || !next.source().equals(before.source()) || ++batches % REFRESH_BATCHES == 0) {
            forget();
            own = next.receiver().equals(Announcer.RECEIVER);
        }
        tallies.clear();
        receivedNanos = next.receivedNanos();
        spans = next.content()
                == Content.OTLP_TRACES; // their time is their beginning, and they come when they have ended
    }

    /** The batch before was not read to its end, and will be read again. */
    private void forget() {
        Arrays.fill(runs, null);
        last = null;
        heard = 0;
    }

    /** Takes a finished entry of so many journaled bytes. */
    void take(Entry entry, int length) {
        if (own) {
            return;
        }
        Run run = run(entry);
        run.tally.take(entry, length);
        TimeSource how = entry.timeSource();
        if (how != TimeSource.RECEIPT && !spans) {
            run.timed++;
            long time = entry.number(EntryField.TIME);
            if (time > run.latest) {
                run.latest = time;
                run.assumed = how == TimeSource.ZONE_ASSUMED;
            }
        }
    }

    private Run run(Entry entry) {
        byte[] bytes = NOBODY;
        int offset = 0;
        int length = entry.length(EntryField.HOST);
        int place = 0;
        if (length > 0) {
            bytes = entry.array(EntryField.HOST);
            offset = entry.offset(EntryField.HOST);
            // the ends tell most names of one site apart
            place = (bytes[offset + length - 1] * 31 + bytes[offset + length / 2] * 7 + length) & PLACES - 1;
        }
        Run run = runs[place];
        if (run == null || !Arrays.equals(bytes, offset, offset + length, run.host, 0, run.host.length)) {
            flush(place);
            byte[] host = Arrays.copyOfRange(bytes, offset, offset + length);
            run = new Run(host, arrivals.of(Objects.requireNonNull(header), host));
            runs[place] = run;
        }
        heard |= 1L << place;
        last = run;
        return run;
    }

    private void flush(int place) {
        Run run = runs[place];
        if (run == null || (heard & 1L << place) == 0) {
            return;
        }
        heard &= ~(1L << place);
        tallies.add(run.tally);
        for (Expectation expected : run.sender.expected()) {
            expected.heard(receivedNanos);
        }
        if (run.timed > 0) {
            run.sender.clock().observe(receivedNanos, run.latest, run.timed, run.assumed);
        }
        run.timed = 0;
        run.latest = Long.MIN_VALUE;
    }

    /** The batch was read to its end, which is at that mark. */
    void end(Mark to) {
        for (long rest = heard; rest != 0; rest &= rest - 1) {
            flush(Long.numberOfTrailingZeros(rest));
        }
        int records = header == null ? 0 : header.recordCount();
        ledger.take(new SourceLedger.Position(to.offset(), to.records()), records, receivedNanos, tallies);
        arrivals.read(receivedNanos);
    }

    /** What is known of the clock of the entry that was taken last. */
    ClockEstimate clock() {
        if (own) {
            return new ClockEstimate(0, OWN_UNCERTAINTY_NANOS, 0, 1);
        }
        Run run = last;
        if (run == null) {
            return ClockEstimate.unknown(1);
        }
        if (run.timed > 0) {
            run.sender.clock().observe(receivedNanos, run.latest, run.timed, run.assumed);
            run.timed = 0;
        }
        return run.sender.clock().estimate(receivedNanos);
    }
}
