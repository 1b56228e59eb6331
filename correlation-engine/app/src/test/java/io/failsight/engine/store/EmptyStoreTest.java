package io.failsight.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.failsight.engine.query.IndexQuery;
import io.failsight.engine.query.TimeWindow;
import io.failsight.opensearch.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first start: OpenSearch runs and holds nothing yet; later it is gone. */
class EmptyStoreTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // injected
    private Path folder;

    @Test
    void isEmptyWithoutIndicesAndDownWithoutNode() throws IOException, StoreException {
        IndexQuery all = new IndexQuery.All();
        TimeWindow hour = new TimeWindow(
                Optional.of(Instant.parse("2026-11-20T10:00:00Z")), Optional.of(Instant.parse("2026-11-20T11:00:00Z")));
        EntrySearch search = new EntrySearch(all, hour, 10, true, Optional.empty());
        try (NodeProcess node = NodeProcess.start(folder, 0, "384m");
                StoreConnection connection = new StoreConnection(new StoreConfig(
                        node.address(),
                        Optional.of(folder.resolve("opensearch.token")),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(15)))) {
            EntryStore entries = new EntryStore(connection);
            assertEquals(new EntryPage(0, false, false, List.of(), Optional.empty()), entries.search(search));
            assertEquals(Optional.empty(), entries.byId("AAAAAAAAAAAAAAAA"));
            assertEquals(Optional.empty(), entries.neighbours("AAAAAAAAAAAAAAAA", 5, 5));
            Histogram histogram = new HistogramStore(entries).histogram(all, hour, 60);
            assertEquals(60, histogram.buckets().size());
            assertEquals(0, histogram.total());
            assertEquals(
                    0,
                    new HistogramStore(entries)
                            .histogram(all, TimeWindow.ALWAYS, 60)
                            .buckets()
                            .size());
            FacetStore.Facets facets =
                    new FacetStore(entries).facets(all, hour, List.of("host", "zone", "severity"), 10);
            assertEquals(new Facet(true, 0, 0, List.of()), facets.byName().get("zone"));
            StoreState.Contents contents = new StoreState(connection).contents();
            assertEquals(0, contents.indices());
            node.kill9();
            StoreException e = assertThrows(StoreException.class, () -> entries.search(search));
            assertEquals(StoreException.Kind.DOWN, e.kind());
        }
    }
}
