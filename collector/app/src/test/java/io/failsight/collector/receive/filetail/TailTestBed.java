package io.failsight.collector.receive.filetail;

import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.receive.FakeBatchConsumer;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.filetail.FileTailConfig.Timing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A receiver with short times over a folder, restartable with the cursors that its consumer was given. */
final class TailTestBed implements AutoCloseable {
    static final Timing FAST = new Timing(
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofMillis(150),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));

    final FakeBatchConsumer consumer = new FakeBatchConsumer();
    final IntakeCounts counts = new IntakeCounts();
    private final FileTailConfig config;
    private FileTailReceiver receiver;

    TailTestBed(FileTailConfig config) {
        this.config = config;
        this.receiver = make(Map.of());
    }

    static FileTailConfig config(String... patterns) {
        FileTailConfig usual = FileTailConfig.of(List.of(patterns));
        return new FileTailConfig(
                usual.patterns(),
                List.of(),
                null,
                usual.startTailBytes(),
                usual.maxLineBytes(),
                usual.maxRecordBytes(),
                usual.maxRecordLines(),
                usual.readBytes(),
                usual.maxFiles(),
                usual.maxOpenFiles(),
                FAST);
    }

    private FileTailReceiver make(Map<String, String> cursors) {
        return new FileTailReceiver(config, new ReceiverContext(consumer, counts, InstantSource.system()), cursors);
    }

    FileTailReceiver receiver() {
        return receiver;
    }

    /** Starts. */
    TailTestBed start() throws IOException {
        receiver.start();
        return this;
    }

    /** Cursors as the journal would give them. */
    Map<String, String> cursors() {
        Map<String, String> cursors = new HashMap<>();
        for (BatchHeader header : consumer.headers()) {
            cursors.put(header.source(), header.cursor());
        }
        return cursors;
    }

    void stop() {
        receiver.close();
    }

    void restart() throws IOException {
        receiver.close();
        receiver = make(cursors());
        receiver.start();
    }

    @Override
    public void close() {
        receiver.close();
    }

    static void append(Path file, String text) throws IOException {
        append(file, text.getBytes(StandardCharsets.UTF_8));
    }

    static void append(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - giveUp > 0) {
                throw new AssertionError("waited in vain until " + what);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
