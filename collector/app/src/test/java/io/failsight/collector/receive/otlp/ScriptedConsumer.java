package io.failsight.collector.receive.otlp;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchConsumer;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps what it is given and answers as the test says. */
final class ScriptedConsumer implements BatchConsumer {
    static final ScriptedConsumer SHARED = new ScriptedConsumer();

    record Taken(BatchHeader header, byte[] payload) {}

    final BlockingQueue<Taken> taken = new LinkedBlockingQueue<>();
    volatile Outcome outcome = new Outcome.Accepted(1);

    void reset() {
        taken.clear();
        outcome = new Outcome.Accepted(1);
    }

    @Override
    public Outcome accept(Batch batch, Duration patience) {
        if (outcome instanceof Outcome.Accepted) {
            taken.add(new Taken(
                    batch.header(),
                    Arrays.copyOfRange(batch.bytes(), batch.offset(), batch.offset() + batch.length())));
        }
        return outcome;
    }
}
