package io.failsight.collector.receive.otlp;

import io.failsight.collector.intake.BatchConsumer;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the scripted consumer in the place of the journal. */
@Alternative
@Singleton
public class ScriptedConsumerBean {
    @Produces
    @Singleton
    BatchConsumer consumer() {
        return ScriptedConsumer.SHARED;
    }
}
