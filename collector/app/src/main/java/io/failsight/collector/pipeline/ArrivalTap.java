package io.failsight.collector.pipeline;

import io.failsight.collector.clock.ClockEstimate;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.watch.Announcer;
import io.failsight.collector.watch.Expectation;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.TimeSource;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Watches the entries that one thread finishes for whom they come from and what time they state. An entry costs a comparison of its host name and one
 * of its time; the rest happens once a batch and host. Not thread-safe.
 */
final class ArrivalTap {
    /** Hosts of one source that are kept at hand; a power of two. A relay of more costs a look-up where two share a place. */
    private static final int PLACES = 32;
    /** Batches after which a sender that speaks on and on is looked up again, so that it stays among those heard lately. */
    private static final int REFRESH_BATCHES = 256;

    private static final byte[] NOBODY = {};
    private static final long OWN_UNCERTAINTY_NANOS = 1_000_000L;

    private final Arrivals arrivals;
    private final @Nullable Run[] runs = new Run[PLACES];
    /** Bit i is set when run i took something of this batch. */
    private int heard;

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
        private int timed;
        private long latest = Long.MIN_VALUE;
        private boolean assumed;

        private Run(byte[] host, Arrival sender) {
            this.host = host;
            this.sender = sender;
        }
    }

    ArrivalTap(Arrivals arrivals) {
        this.arrivals = arrivals;
    }

    /** Announces the batch that the following entries come from. */
    void begin(BatchHeader next) {
        BatchHeader before = header;
        header = next;
        if (before == null || !next.source().equals(before.source()) || ++batches % REFRESH_BATCHES == 0) {
            Arrays.fill(runs, null);
            last = null;
            heard = 0;
            own = next.receiver().equals(Announcer.RECEIVER);
        }
        receivedNanos = next.receivedNanos();
        spans = next.content()
                == Content.OTLP_TRACES; // their time is their beginning, and they come when they have ended
    }

    /** Takes a finished entry. */
    void take(Entry entry) {
        if (own) {
            return;
        }
        Run run = run(entry);
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
        heard |= 1 << place;
        last = run;
        return run;
    }

    private void flush(int place) {
        Run run = runs[place];
        if (run == null || (heard & 1 << place) == 0) {
            return;
        }
        heard &= ~(1 << place);
        for (Expectation expected : run.sender.expected()) {
            expected.heard(receivedNanos);
        }
        if (run.timed > 0) {
            run.sender.clock().observe(receivedNanos, run.latest, run.timed, run.assumed);
        }
        run.timed = 0;
        run.latest = Long.MIN_VALUE;
    }

    /** The batch was read to its end. */
    void end() {
        for (int rest = heard; rest != 0; rest &= rest - 1) {
            flush(Integer.numberOfTrailingZeros(rest));
        }
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
