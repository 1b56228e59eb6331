package io.failsight.engine.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.core.Correlator;
import io.failsight.core.CorrelatorConfig;
import io.failsight.engine.api.incident.LiveFeed;
import io.failsight.engine.api.sender.SenderDesk;
import io.failsight.engine.audit.Audit;
import io.failsight.engine.audit.AuditLog;
import io.failsight.engine.collector.CollectorClient;
import io.failsight.engine.incident.Correlation;
import io.failsight.engine.incident.Deeds;
import io.failsight.engine.incident.IncidentBook;
import io.failsight.engine.incident.IncidentListener;
import io.failsight.engine.incident.Sites;
import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.ledger.LedgerException;
import io.failsight.engine.notify.OwnNotices;
import io.failsight.engine.signal.SignalDoor;
import io.failsight.engine.signal.SignalLog;
import io.failsight.engine.signal.StreamToken;
import io.failsight.engine.store.EntryStore;
import io.failsight.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Makes what leads from signals to incidents, each once, and ends it in order. */
@ApplicationScoped
class IncidentWiring {
    /** Before the gate of accounts: collectors have a token of their own. */
    private static final int DOOR_PRIORITY = 10_001;

    private static final Duration RESERVE_INTERVAL = Duration.ofSeconds(10);
    private static final Logger LOG = Logger.getLogger(IncidentWiring.class);

    @Produces
    @Singleton
    Ledger ledger(EngineConfig config) {
        Ledger ledger = Ledger.open(config.signals()
                .ledger()
                .orElse(config.dataDir().resolve("engine").resolve("failsight.db")));
        ledger.damage().ifPresent(damage -> LOG.error(damage.words()));
        return ledger;
    }

    void close(@Disposes Ledger ledger) {
        ledger.close();
    }

    @Produces
    @Singleton
    Audit audit(Ledger ledger, InstantSource clock) {
        return new Audit(ledger, clock);
    }

    @Produces
    @Singleton
    SenderDesk senders(EngineConfig config, Audit audit, CollectorClient collector, InstantSource clock) {
        return new SenderDesk(config.dataDir().resolve("secrets"), audit, collector, clock);
    }

    @Produces
    @Singleton
    AuditLog auditLog(EngineConfig config, EntryStore entries, InstantSource clock) {
        return new AuditLogs(config.dataDir().resolve("logs").resolve("correlation-engine.json"), entries, clock);
    }

    @Produces
    @Singleton
    SignalLog signals(Ledger ledger) {
        return new SignalLog(ledger);
    }

    /** Nobody is told where no outbox is built in. */
    @Produces
    @Singleton
    @DefaultBean
    IncidentListener listener() {
        return IncidentListener.NOBODY;
    }

    @Produces
    @Singleton
    Settings settings(EngineConfig config) {
        return Layouts.read(config.configFile().orElse(config.dataDir().resolve("failsight.yaml")));
    }

    @Produces
    @Singleton
    CorrelatorConfig correlatorConfig(Settings settings) {
        return CorrelatorConfig.of(
                settings.incidents().lateness(), settings.incidents().takeoverLimit());
    }

    @Produces
    @Singleton
    Correlation.Retention retention(EngineConfig config, CorrelatorConfig core) {
        Duration age = config.signals().retention().compareTo(core.window()) < 0
                ? core.window()
                : config.signals().retention();
        return new Correlation.Retention(age, config.signals().most());
    }

    @Produces
    @Singleton
    Sites sites(Settings settings) {
        return Layouts.sites(settings);
    }

    @Produces
    @Singleton
    IncidentBook book(
            Ledger ledger,
            IncidentListener listener,
            CorrelatorConfig core,
            Correlation.Retention retention,
            MeterRegistry metrics) {
        Timer opened = Timer.builder("failsight.incident.open")
                .description("from the receipt of an incident's latest evidence until it was stored")
                .publishPercentiles(0.5, 0.99)
                .register(metrics);
        return new IncidentBook(ledger, listener, core.window(), retention.age(), opened::record);
    }

    @Produces
    @Singleton
    LiveFeed feed(ObjectMapper json) {
        return new LiveFeed(json);
    }

    @Produces
    @Singleton
    Deeds deeds(Ledger ledger, LiveFeed feed, InstantSource clock) {
        return new Deeds(ledger, feed, clock);
    }

    @Produces
    @Singleton
    Correlation correlation(
            Settings settings,
            CorrelatorConfig core,
            Correlation.Retention retention,
            SignalLog signals,
            IncidentBook book,
            LiveFeed feed,
            InstantSource clock) {
        return new Correlation(new Correlator(Layouts.clusters(settings), core), signals, book, feed, clock, retention);
    }

    void close(@Disposes Correlation correlation) {
        correlation.close();
    }

    @Produces
    @Singleton
    SignalDoor door(EngineConfig config, SignalLog signals, Correlation correlation, OwnNotices notices) {
        return new SignalDoor(
                signals, new StreamToken(Optional.of(Engine.streamToken(config))), notices.before(correlation));
    }

    void close(@Disposes SignalDoor door) {
        door.close();
    }

    void register(@Observes Filters filters, SignalDoor door) {
        filters.register(door::handle, DOOR_PRIORITY);
    }

    void start(@Observes StartupEvent event, Correlation correlation, Audit audit, Ledger ledger) {
        audit.logHead();
        correlation.start();
        Thread.ofVirtual().name("ledger-reserve").start(() -> keepReserve(ledger));
    }

    /** Ends with the process. */
    private static void keepReserve(Ledger ledger) {
        try {
            while (true) {
                try {
                    ledger.keepReserve();
                } catch (LedgerException e) {
                    LOG.warn(e.getMessage());
                }
                if (ledger.isDamaged()) {
                    LOG.error("the ledger is damaged; the engine ends, so that its next start saves what can be saved");
                    Quarkus.asyncExit(1);
                    return;
                }
                Thread.sleep(RESERVE_INTERVAL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
