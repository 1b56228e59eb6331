package io.failsight.collector.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.collector.intake.BatchConsumer;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.pack.load.LivePacks;
import io.failsight.collector.pack.load.PackProblem;
import io.failsight.collector.pipeline.control.ControlAnswer;
import io.failsight.collector.pipeline.control.ControlDoor;
import io.failsight.collector.receive.link.Senders;
import io.failsight.collector.receive.otlp.OtlpDoor;
import io.failsight.settings.sender.SenderBook;
import io.failsight.settings.sender.SenderRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.Startup;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The collector as Quarkus sees it: started with the application, stopped with it, and the beans that the OTLP door asks for. */
@Startup
@ApplicationScoped
public class CollectorBeans {
    private static final Logger LOG = Logger.getLogger(CollectorBeans.class);
    /** Errors of packs that the health answer names; it counts all. */
    private static final int MAX_NAMED_PROBLEMS = 20;

    private final CollectorConfig config;
    private final MeterRegistry registry;
    private final IntakeCounts counts;
    private final ControlDoor control;
    private final Senders senders;
    private final OtlpDoor otlp;
    private @Nullable Collector collector;

    @Inject
    public CollectorBeans(
            CollectorConfig config, MeterRegistry registry, IntakeCounts counts, Senders senders, OtlpDoor otlp) {
        this.config = config;
        this.registry = registry;
        this.counts = counts;
        this.senders = senders;
        this.otlp = otlp;
        this.control = new ControlDoor(Collector.streamToken(config), new ObjectMapper());
    }

    /** What the collector registers at the door when it is open is answered from then on. */
    void openControl(@Observes ManagementInterface management, Vertx vertx) {
        control.open(management.router(), vertx);
    }

    @PostConstruct
    void start() {
        try {
            Collector opened = Collector.open(config, counts, Clock.systemUTC(), senders, otlp.network());
            collector = opened;
            opened.bind(new CollectorMetrics(registry));
            opened.answer(control);
            control.get("senders", question -> ControlAnswer.ok(SenderSightings.of(senders)));
            opened.start();
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        if (config.exitWhenStdinCloses()) {
            Thread.ofPlatform().daemon().name("stdin-watch").start(CollectorBeans::exitAtEndOfStdin);
        }
    }

    private static void exitAtEndOfStdin() {
        try {
            while (System.in.read() >= 0) {
                // only its end means something
            }
        } catch (IOException e) {
            // as good as its end
        }
        Quarkus.asyncExit();
    }

    @PreDestroy
    void stop() {
        if (collector != null) {
            collector.close();
        }
    }

    private Collector open() {
        if (collector == null) {
            throw new IllegalStateException("the collector is not open");
        }
        return collector;
    }

    /** A proxy until the first batch comes, so that the gRPC server's event loop never waits for the journal to open. */
    @Produces
    @ApplicationScoped
    BatchConsumer intake() {
        return open().intake();
    }

    @Produces
    @Singleton
    static IntakeCounts counts() {
        return new IntakeCounts();
    }

    @Produces
    @Singleton
    static Senders senders(CollectorConfig config, InstantSource clock) {
        Path secrets = config.dataDir().resolve("secrets");
        return new Senders(new SenderRegistry(SenderBook.fileIn(secrets), clock, LOG::error), clock);
    }

    @Produces
    @Singleton
    static InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Readiness
    @Singleton
    HealthCheck readiness() {
        return () ->
                HealthCheckResponse.named("pipeline").status(open().isHealthy()).build();
    }

    /** Up also with a broken pack: all others work, and its lines are kept; the data names what to mend. */
    @Produces
    @Readiness
    @Singleton
    HealthCheck packs() {
        return () -> {
            LivePacks packs = open().packs().live();
            HealthCheckResponseBuilder answer = HealthCheckResponse.named("packs")
                    .up()
                    .withData("loaded", packs.packs().labels().size())
                    .withData("problems", packs.problems().size());
            int number = 0;
            for (PackProblem problem :
                    packs.problems().stream().limit(MAX_NAMED_PROBLEMS).toList()) {
                answer.withData("problem-" + ++number, problem.toString());
            }
            return answer.build();
        };
    }
}
