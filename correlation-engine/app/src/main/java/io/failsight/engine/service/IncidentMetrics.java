package io.failsight.engine.service;

import io.failsight.engine.incident.Correlation;
import io.failsight.engine.incident.IncidentBook;
import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.signal.SignalLog;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Numbers and health of the way from signals to incidents. */
@Singleton
@Readiness
class IncidentMetrics implements HealthCheck {
    private final MeterRegistry metrics;
    private final Ledger ledger;
    private final SignalLog signals;
    private final IncidentBook book;
    private final Correlation correlation;

    IncidentMetrics(
            MeterRegistry metrics, Ledger ledger, SignalLog signals, IncidentBook book, Correlation correlation) {
        this.metrics = metrics;
        this.ledger = ledger;
        this.signals = signals;
        this.book = book;
        this.correlation = correlation;
    }

    void register(@Observes StartupEvent event) {
        counter(
                "failsight.signals.received",
                "signals acknowledged, repetitions included",
                signals,
                SignalLog::received);
        counter("failsight.signals.duplicate", "signals acknowledged that were known", signals, SignalLog::duplicate);
        counter("failsight.signals.unreadable", "stored signals of a newer Failsight", signals, SignalLog::unreadable);
        counter("failsight.store.errors", "failed reads and writes of the ledger", ledger, Ledger::errors);
        counter("failsight.correlation.bugs", "failures of the core by a bug", correlation, Correlation::bugs);
        Gauge.builder("failsight.incidents.open", book, IncidentBook::open)
                .description("incidents with service or redundancy missing")
                .register(metrics);
    }

    private <T> void counter(String name, String description, T of, ToDoubleFunction<T> number) {
        FunctionCounter.builder(name, of, number).description(description).register(metrics);
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("correlation")
                .status(correlation.isReady())
                .withData("openIncidents", book.open())
                .withData("storeErrors", ledger.errors())
                .withData("bugs", correlation.bugs())
                .build();
    }
}
