package io.failsight.collector.receive.otlp;

import io.failsight.collector.intake.BatchConsumer;
import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.intake.Outcome;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** What the door needs, where the pipeline does not produce it. */
@Singleton
class OtlpStandIns {
    /** Stands in until the pipeline's consumer is on the class path: nothing is taken, and senders keep what they have. */
    @Produces
    @Singleton
    @DefaultBean
    BatchConsumer nothingBehind() {
        return (batch, patience) -> new Outcome.RetryLater(
                ErrorKind.MISCONFIGURED, "the collector has no journal; start it with one", Duration.ofSeconds(10));
    }

    @Produces
    @Singleton
    @DefaultBean
    IntakeCounts counts() {
        return new IntakeCounts();
    }

    @Produces
    @Singleton
    @DefaultBean
    InstantSource clock() {
        return InstantSource.system();
    }
}
