package io.failsight.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.engine.query.QueryRewriter;
import io.failsight.engine.query.TimeWindow;
import io.failsight.engine.testing.Corpus;
import io.failsight.model.EntryField;
import io.failsight.model.StorageClass;
import io.failsight.opensearch.NodeProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dearest questions that the query language lets through, many at once, to a real node with many different words. */
class CostlyQueryTest {
    private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");
    private static final int ENTRIES = 30_000;
    private static final int WORDS = 30;
    private static final List<String> QUESTIONS = List.of(
            "*abc* *bcd*",
            "*a?c?e?g* *b?d?f?h* " + "k*z?y*x ".repeat(14),
            "(" + "body:q*w*e*r*t* OR ".repeat(15) + "body:z)",
            "NOT (*aaa* OR *zzz*) " + "-w ".repeat(200),
            "(".repeat(30) + "*abc*" + ")".repeat(30),
            "body:a.a.a* body:b.b.b* body:1.1.1*");

    @TempDir
    @SuppressWarnings("NullAway.Init") // injected
    private Path folder;

    private static void fill(NodeProcess node) {
        Corpus corpus = new Corpus(node);
        String index = corpus.createIndex(StorageClass.NORMAL, 1);
        Random random = new Random(1);
        for (int i = 0; i < ENTRIES; i++) {
            StringBuilder body = new StringBuilder();
            for (int w = 0; w < WORDS; w++) {
                body.append(Long.toString(random.nextLong() >>> 1, 36)).append(' ');
            }
            String text = body.toString();
            corpus.add(index, TIME.plusMillis(i), entry -> entry.text(EntryField.BODY, text));
            if (i % 5_000 == 4_999) {
                corpus.flush();
            }
        }
    }

    private static EntrySearch search(String question) {
        return new EntrySearch(QueryRewriter.rewrite(question, TIME), TimeWindow.ALWAYS, 10, true, Optional.empty());
    }

    @Test
    @Timeout(180)
    void endsInTimeAndLeavesTheNodeToOthers() throws Exception {
        try (NodeProcess node = NodeProcess.start(folder, 0, "512m")) {
            fill(node);
            Optional<Path> token = Optional.of(folder.resolve("opensearch.token"));
            Duration connect = Duration.ofSeconds(2);
            try (StoreConnection hurried = new StoreConnection(
                            new StoreConfig(node.address(), token, connect, Duration.ofMillis(60)));
                    StoreConnection patient = new StoreConnection(
                            new StoreConfig(node.address(), token, connect, Duration.ofSeconds(30)));
                    ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                AtomicInteger cut = new AtomicInteger();
                List<Future<String>> asked = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                    String question = QUESTIONS.get(i % QUESTIONS.size());
                    asked.add(callers.submit(() -> ask(hurried, question, cut)));
                }
                for (Future<String> answer : asked) {
                    assertEquals("", answer.get());
                }
                assertTrue(cut.get() > 10, "cut off were " + cut);
                // Whoever asks something simple is answered, and nothing goes on that nobody waits for any more.
                EntryPage page = new EntryStore(patient).search(search("*"));
                assertEquals(10, page.entries().size());
                Corpus other = new Corpus(node);
                String tasks = other.call("GET", "/_tasks?actions=*search*", "");
                while (tasks.contains("indices:data/read/search")) {
                    Thread.sleep(50);
                    tasks = other.call("GET", "/_tasks?actions=*search*", "");
                }
                for (String question : QUESTIONS) {
                    assertTrue(new EntryStore(patient).search(search(question)).total() >= 0, question);
                }
            }
        }
    }

    /** Empty, or what is wrong with how it ended. */
    private static String ask(StoreConnection connection, String question, AtomicInteger cut) {
        try {
            if (new EntryStore(connection).search(search(question)).incomplete()) {
                cut.incrementAndGet();
            }
            return "";
        } catch (StoreException e) {
            cut.incrementAndGet();
            boolean clear = e.kind() == StoreException.Kind.BUSY
                    && String.valueOf(e.getMessage()).contains("narrow the time range");
            return clear ? "" : e.kind() + ": " + e.getMessage();
        }
    }
}
