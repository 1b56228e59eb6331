package io.failsight.collector.disk;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchConsumer;
import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Outcome;
import java.time.Duration;
import java.util.Locale;

/**
 * Stands before the journal and lets nothing in while the disk is too full: a clear refusal while there is still room to work is better
 * than a disk that is full for everybody. Thread-safe.
 */
public final class DiskGate implements BatchConsumer {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final BatchConsumer next;
    private final DiskWatch disk;

    public DiskGate(BatchConsumer next, DiskWatch disk) {
        this.next = next;
        this.disk = disk;
    }

    @Override
    public Outcome accept(Batch batch, Duration patience) {
        if (disk.step().isAtLeast(DiskStep.REFUSING)) {
            return new Outcome.RetryLater(
                    ErrorKind.STORAGE_FULL,
                    String.format(
                            Locale.ROOT,
                            "The disk of Failsight is %.1f %% full, from %.0f %% on nothing is taken in. Free some space there; send again later.",
                            disk.usage().share() * 100,
                            disk.marks().refuseAt() * 100),
                    RETRY_AFTER);
        }
        return next.accept(batch, patience);
    }
}
