package io.failsight.engine.service;

import io.failsight.engine.incident.IncidentListener;
import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.notify.Deliveries;
import io.failsight.engine.notify.NotificationCounts;
import io.failsight.engine.notify.Notifications;
import io.failsight.engine.notify.OwnNotices;
import io.failsight.settings.Settings;
import io.failsight.settings.reach.Reach;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Makes what tells people, and its numbers. */
@ApplicationScoped
class NotificationWiring {
    @Produces
    @Singleton
    Deliveries deliveries(Settings settings, Ledger ledger, InstantSource clock) {
        return new Deliveries(
                settings.notifications(), settings.zone(), console(settings), Reach.of(settings), ledger, clock);
    }

    void close(@Disposes Deliveries deliveries) {
        deliveries.close();
    }

    @Produces
    @Singleton
    IncidentListener listener(Settings settings, Deliveries deliveries, InstantSource clock) {
        return new Notifications(
                settings.notifications().receivers(), settings.zone(), console(settings), clock, deliveries::wake);
    }

    @Produces
    @Singleton
    OwnNotices notices(Settings settings, Ledger ledger, Deliveries deliveries, InstantSource clock) {
        return new OwnNotices(ledger, settings.notifications().receivers(), console(settings), clock, deliveries::wake);
    }

    private static String console(Settings settings) {
        String address = settings.notifications().link().map(Object::toString).orElseGet(settings::consoleAddress);
        return address.endsWith("/") ? address : address + "/";
    }

    void start(@Observes StartupEvent event, Deliveries deliveries, MeterRegistry metrics) {
        deliveries.start();
        NotificationCounts counts = deliveries.counts();
        counter(
                metrics,
                "failsight.notifications.sent",
                "messages that receivers took",
                counts,
                NotificationCounts::sent);
        counter(
                metrics,
                "failsight.notifications.retries",
                "messages tried again",
                counts,
                NotificationCounts::retries);
        counter(metrics, "failsight.notifications.failed", "messages given up", counts, NotificationCounts::failed);
        counter(metrics, "failsight.notifications.bugs", "messages stopped by a bug", counts, NotificationCounts::bugs);
        deliveries.views().forEach(view -> gauges(metrics, deliveries, view.name(), view.type()));
    }

    private static void counter(
            MeterRegistry metrics,
            String name,
            String description,
            NotificationCounts counts,
            ToDoubleFunction<NotificationCounts> number) {
        FunctionCounter.builder(name, counts, number).description(description).register(metrics);
    }

    private static void gauges(MeterRegistry metrics, Deliveries deliveries, String name, String type) {
        Map<String, ToDoubleFunction<Deliveries.ReceiverView>> gauges = Map.of(
                "failsight.notifications.waiting",
                Deliveries.ReceiverView::waiting,
                "failsight.notifications.receiver.ok",
                view -> view.lastError() == null
                                && (view.proof() == null || view.proof().ok())
                        ? 1
                        : 0);
        gauges.forEach((gauge, number) -> Gauge.builder(
                        gauge,
                        deliveries,
                        all -> all.views().stream()
                                .filter(view -> view.name().equals(name))
                                .mapToDouble(number)
                                .findFirst()
                                .orElse(Double.NaN))
                .tags(Tags.of("receiver", name, "type", type))
                .register(metrics));
    }
}
