package io.failsight.collector.receive.otlp;

import io.failsight.collector.intake.BatchConsumer;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.receive.link.Senders;
import io.failsight.settings.sender.SenderRegistry;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;

/** Puts the scripted consumer in the place of the journal, and stands in for what else the pipeline produces. */
@Alternative
@Singleton
public class ScriptedConsumerBean {
    @Produces
    @Singleton
    BatchConsumer consumer() {
        return ScriptedConsumer.SHARED;
    }

    @Produces
    @Singleton
    IntakeCounts counts() {
        return new IntakeCounts();
    }

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    Senders senders(InstantSource clock) {
        return new Senders(
                new SenderRegistry(Path.of("target/test-data/otlp/secrets/senders.yaml"), clock, problem -> {}), clock);
    }
}
