package io.failsight.collector.pipeline;

import io.failsight.collector.decode.Decoder;
import io.failsight.collector.decode.EntryConsumer;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.RecordReader;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.TimeSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * A decoder that outlives a bug in another one: the record that it failed on becomes an entry with {@code parse=failed} that keeps the
 * record, is counted, and decoding goes on behind it. What the consumer throws passes through. Not thread-safe.
 */
final class CarefulDecoder implements Decoder {
    private static final Logger LOG = Logger.getLogger(CarefulDecoder.class);
    /** Bytes of a failed request that are kept in its entry, in base64; the journal has them all. */
    private static final int MAX_RAW_BYTES = 65_536;

    private final Decoder decoder;
    private final LongAdder bugs;
    private final Entry raw = new Entry();
    private final RecordReader records = new RecordReader();
    private boolean complained;

    /** @param bugs counts the failures */
    CarefulDecoder(Decoder decoder, LongAdder bugs) {
        this.decoder = decoder;
        this.bugs = bugs;
    }

    @Override
    public void decode(BatchHeader header, byte[] bytes, int offset, int length, EntryConsumer consumer) {
        int end = offset + length;
        Taken taken = new Taken(consumer, offset);
        int at = offset;
        while (at < end) {
            try {
                decoder.decode(header, bytes, at, end - at, taken);
                return;
            } catch (RuntimeException | StackOverflowError e) {
                if (taken.consumerFailed) {
                    throw e;
                }
                bugs.increment();
                complain(header, e);
                at = header.framing() == Framing.WHOLE
                        ? keepRest(header, bytes, Math.max(at, taken.behind), end, e, consumer)
                        : keepRecord(header, bytes, at, end, taken.next, e, consumer);
                taken.next = Math.max(taken.next, at);
            }
        }
    }

    private void complain(BatchHeader header, Throwable failure) {
        if (!complained) {
            complained = true;
            LOG.errorf(
                    failure,
                    "the decoder of %s failed on a record from %s; such entries say parse:failed, and this is logged once",
                    header.content(),
                    header.receiver());
        }
    }

    /** Keeps the first record that was not taken; returns where the next one lies. */
    private int keepRecord(
            BatchHeader header, byte[] bytes, int from, int end, int next, Throwable failure, EntryConsumer consumer) {
        records.reset(header.framing(), bytes, from, end - from);
        while (records.next()) {
            if (records.offset() >= next) {
                fail(header, failure);
                raw.text(EntryField.BODY, bytes, records.offset(), records.length());
                consumer.accept(raw, records.offset(), records.length());
                int behind = records.offset() + records.length();
                return header.framing() == Framing.LINES ? behind + 1 : behind;
            }
        }
        return end;
    }

    /** A request is not cut into records here: what was not taken of it is one entry. */
    private int keepRest(
            BatchHeader header, byte[] bytes, int from, int end, Throwable failure, EntryConsumer consumer) {
        if (from < end) {
            fail(header, failure);
            byte[] kept = Arrays.copyOfRange(bytes, from, Math.min(end, from + MAX_RAW_BYTES));
            raw.text(EntryField.RAW, Base64.getEncoder().encodeToString(kept));
            consumer.accept(raw, from, end - from);
        }
        return end;
    }

    private void fail(BatchHeader header, Throwable failure) {
        raw.clear();
        raw.time(header.receivedNanos(), TimeSource.RECEIPT);
        raw.text(EntryField.PARSE, "failed");
        raw.text(
                EntryField.PARSE_REASON,
                "a bug in the decoder: " + failure.getClass().getName());
    }

    /** Remembers how far the consumer came, and whether it was the one that failed. */
    private static final class Taken implements EntryConsumer {
        private final EntryConsumer consumer;
        /** Least offset that a record may have that was not taken. */
        private int next;
        /** Where the last record ends that was taken. */
        private int behind;

        private boolean consumerFailed;

        Taken(EntryConsumer consumer, int offset) {
            this.consumer = consumer;
            this.next = offset;
            this.behind = offset;
        }

        @Override
        public void accept(Entry entry, int recordOffset, int recordLength) {
            consumerFailed = true;
            consumer.accept(entry, recordOffset, recordLength);
            consumerFailed = false;
            next = recordOffset + 1;
            behind = recordOffset + recordLength;
        }
    }
}
