package io.failsight.collector.pipeline;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchConsumer;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.intake.Outcome;
import io.failsight.collector.ledger.SourceLedger;
import java.time.Duration;

/**
 * Counts what the journal took or refused for good, by receiver. A batch that is to be retried is not counted: it is the receiver's until
 * it is taken or given up. Thread-safe.
 */
final class CountingIntake implements BatchConsumer {
    private final BatchConsumer next;
    private final IntakeCounts counts;
    private final SourceLedger ledger;

    /** @param ledger counts what is refused by source */
    CountingIntake(BatchConsumer next, IntakeCounts counts, SourceLedger ledger) {
        this.next = next;
        this.counts = counts;
        this.ledger = ledger;
    }

    @Override
    public Outcome accept(Batch batch, Duration patience) {
        Outcome outcome = next.accept(batch, patience);
        String receiver = batch.header().receiver();
        int records = batch.header().recordCount();
        switch (outcome) {
            case Outcome.Accepted accepted -> counts.journaled(receiver, records, batch.length());
            case Outcome.Refused refused -> {
                counts.refused(receiver, refused.kind(), records);
                ledger.refused(batch.header().source(), records);
            }
            case Outcome.RetryLater later -> {
                // still the receiver's
            }
        }
        return outcome;
    }
}
