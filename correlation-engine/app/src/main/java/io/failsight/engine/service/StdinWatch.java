package io.failsight.engine.service;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.logging.Logger;

/** Ends the process in order when its stdin ends, where that is asked for: a supervisor that died cannot stop it otherwise. */
@ApplicationScoped
class StdinWatch {
    private static final Logger LOG = Logger.getLogger(StdinWatch.class);

    void start(@Observes StartupEvent event, EngineConfig config) {
        if (config.exitWhenStdinCloses()) {
            Thread.ofPlatform().daemon().name("stdin-watch").start(() -> awaitEnd(System.in));
        }
    }

    private static void awaitEnd(InputStream stdin) {
        try {
            byte[] ignored = new byte[64];
            while (stdin.read(ignored) >= 0) {
                // what it says does not matter
            }
        } catch (IOException e) {
            LOG.debug("stdin failed, which is as good as its end", e);
        }
        LOG.info("stdin was closed: stopping");
        Quarkus.asyncExit();
    }
}
