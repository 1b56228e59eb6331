package io.failsight.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.failsight.engine.query.QueryRewriter;
import io.failsight.engine.query.TimeWindow;
import io.failsight.engine.testing.Corpus;
import io.failsight.model.PromotedKeys;
import io.failsight.model.StorageClass;
import io.failsight.opensearch.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An attribute that {@code promote} gave a field of its own while older indices keep it among all others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // made before all tests
class PromotedAttributesTest {
    private static final Instant BEFORE = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant AFTER = BEFORE.plusSeconds(3_600);

    private static @TempDir Path folder;
    private NodeProcess node;
    private StoreConnection connection;
    private EntryStore entries;

    @BeforeAll
    void fill() throws IOException {
        node = NodeProcess.start(folder, 0, "384m");
        connection = new StoreConnection(new StoreConfig(
                node.address(),
                Optional.of(folder.resolve("opensearch.token")),
                Duration.ofSeconds(2),
                Duration.ofSeconds(15)));
        entries = new EntryStore(connection);
        Corpus corpus = new Corpus(node);
        String older = corpus.createIndex(StorageClass.NORMAL, 1);
        String newer = corpus.createIndex(StorageClass.NORMAL, 2, mostPromoted());
        for (String zone : List.of("a", "a", "a", "b")) {
            corpus.add(older, BEFORE, entry -> entry.attribute("rack.zone", zone));
        }
        for (String zone : List.of("a", "c", "c")) {
            corpus.add(newer, AFTER, entry -> {
                entry.attribute("rack.zone", zone);
                entry.attribute("order", "7");
            });
        }
        corpus.add(newer, AFTER, entry -> {});
        corpus.flush();
    }

    /** As many as there may be: a search asks for the columns of all. */
    private static PromotedKeys mostPromoted() {
        List<String> keys = new ArrayList<>(List.of("rack.zone"));
        while (keys.size() < PromotedKeys.MAX) {
            keys.add("key" + keys.size());
        }
        return PromotedKeys.of(keys);
    }

    @AfterAll
    void close() {
        connection.close();
        node.close();
    }

    private EntryPage search(String query) throws StoreException {
        return entries.search(
                new EntrySearch(QueryRewriter.rewrite(query, AFTER), TimeWindow.ALWAYS, 10, true, Optional.empty()));
    }

    @Test
    void isFoundInBothFormsByOneQuery() throws StoreException {
        assertEquals(4, search("rack.zone:a").total());
        assertEquals(1, search("rack.zone:b").total());
        assertEquals(2, search("rack.zone:c").total());
        assertEquals(7, search("_exists_:rack.zone").total());
        assertEquals(4, search("rack.zone:a*").total());
        assertEquals(4, search("NOT rack.zone:a").total());
    }

    @Test
    void looksTheSameInBothForms() throws StoreException {
        Object newest = search("rack.zone:c").entries().getFirst().get("attr");
        assertEquals(Map.of("order", List.of("7"), "rack.zone", List.of("c")), newest);
        Object oldest = search("rack.zone:b").entries().getFirst().get("attr");
        assertEquals(Map.of("rack.zone", List.of("b")), oldest);
    }

    @Test
    void isCountedExactlyWhereItHasAFieldOfItsOwn() throws StoreException {
        Facet facet = facet(new TimeWindow(Optional.of(AFTER), Optional.empty()));
        assertEquals(new Facet(false, 1, 0, List.of(new Facet.Value("c", 2), new Facet.Value("a", 1))), facet);
    }

    @Test
    void isCountedInBothFormsTogether() throws StoreException {
        Facet facet = facet(TimeWindow.ALWAYS);
        assertEquals(
                new Facet(
                        true, 1, 0, List.of(new Facet.Value("a", 4), new Facet.Value("c", 2), new Facet.Value("b", 1))),
                facet);
    }

    private Facet facet(TimeWindow window) throws StoreException {
        return new FacetStore(entries)
                .facets(QueryRewriter.rewrite("*", AFTER), window, List.of("rack.zone"), 10)
                .byName()
                .getOrDefault("rack.zone", new Facet(false, -1, -1, List.of()));
    }
}
