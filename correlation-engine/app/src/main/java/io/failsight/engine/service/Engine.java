package io.failsight.engine.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.engine.api.CanaryHealth;
import io.failsight.engine.api.CollectorHealth;
import io.failsight.engine.api.DiskState;
import io.failsight.engine.collector.CollectorClient;
import io.failsight.engine.store.EntryPage;
import io.failsight.engine.store.EntryStore;
import io.failsight.engine.store.FacetStore;
import io.failsight.engine.store.HistogramStore;
import io.failsight.engine.store.StoreConfig;
import io.failsight.engine.store.StoreConnection;
import io.failsight.engine.store.StoreState;
import io.failsight.engine.tail.TailHub;
import io.failsight.engine.tail.TailSource;
import io.failsight.model.EntryField;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Makes the objects of the rooms, each once. */
@ApplicationScoped
class Engine {
    private static final Logger LOG = Logger.getLogger(Engine.class);

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    StoreConnection connection(EngineConfig config) {
        EngineConfig.OpenSearch opensearch = config.opensearch();
        return new StoreConnection(new StoreConfig(
                opensearch.url(), opensearch.tokenFile(), opensearch.connectTimeout(), opensearch.searchTimeout()));
    }

    void close(@Disposes StoreConnection connection) {
        connection.close();
    }

    @Produces
    @Singleton
    EntryStore entries(StoreConnection connection) {
        return new EntryStore(connection);
    }

    @Produces
    @Singleton
    HistogramStore histograms(EntryStore entries) {
        return new HistogramStore(entries);
    }

    @Produces
    @Singleton
    FacetStore facets(EntryStore entries) {
        return new FacetStore(entries);
    }

    @Produces
    @Singleton
    TailHub tail(EntryStore entries, InstantSource clock, ObjectMapper json) {
        TailSource source = (query, since, most) -> recent(entries.receivedSince(query, since, most), json);
        return new TailHub(
                source,
                clock,
                TailHub.POLL_EVERY,
                failure -> LOG.debug("live tail: OpenSearch did not answer", failure));
    }

    private static TailSource.Recent recent(EntryPage page, ObjectMapper json) throws JsonProcessingException {
        List<TailSource.Found> found = new ArrayList<>(page.entries().size());
        for (Map<String, Object> entry : page.entries()) {
            found.add(new TailSource.Found(
                    String.valueOf(entry.get("id")),
                    Instant.parse(String.valueOf(entry.get(EntryField.OBSERVED.jsonName()))),
                    json.writeValueAsString(entry)));
        }
        return new TailSource.Recent(page.total(), found);
    }

    void close(@Disposes TailHub tail) {
        tail.close();
    }

    @Produces
    @Singleton
    StoreState state(StoreConnection connection) {
        return new StoreState(connection);
    }

    @Produces
    @Singleton
    CollectorHealth collector(EngineConfig config, CollectorClient client) {
        return new CollectorHealth(config.collector().url(), client);
    }

    void close(@Disposes CollectorHealth collector) {
        collector.close();
    }

    /** Where the token is that collectors and engines share. */
    static Path streamToken(EngineConfig config) {
        return config.signals()
                .tokenFile()
                .orElse(config.dataDir().resolve("secrets").resolve("stream-token"));
    }

    @Produces
    @Singleton
    CollectorClient collectorClient(EngineConfig config, ObjectMapper json) {
        return new CollectorClient(config.collector().url(), streamToken(config), json);
    }

    @Produces
    @Singleton
    CanaryHealth canary(CollectorClient collector) {
        return new CanaryHealth(collector);
    }

    @Produces
    @Singleton
    DiskState disk(CollectorClient collector) {
        return new DiskState(collector);
    }

    void close(@Disposes CollectorClient collector) {
        collector.close();
    }
}
