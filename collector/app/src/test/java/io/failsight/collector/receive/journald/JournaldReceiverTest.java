package io.failsight.collector.receive.journald;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.receive.FakeBatchConsumer;
import io.failsight.collector.receive.ReceiverContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a script that takes journalctl's arguments and follows a file with one entry a line; the cursor of line n is n. */
@SuppressWarnings("NullAway.Init") // made before each test
final class JournaldReceiverTest {
    private static final String SCRIPT = """
            #!/bin/sh
            echo "$@" >> "$0.calls"
            for last; do :; done
            case "$last" in
              --after-cursor=bad*) echo "Failed to seek to cursor: Invalid argument" >&2; exit 1 ;;
              --after-cursor=*) from=${last#--after-cursor=} ;;
              *) from=0 ;;
            esac
            exec tail -n +$((from + 1)) -f "$0.entries"
            """;

    @TempDir
    Path folder;

    private final FakeBatchConsumer consumer = new FakeBatchConsumer();
    private Path script;
    private JournaldReceiver receiver;

    @BeforeEach
    void prepare() throws IOException {
        script = folder.resolve("journalctl");
        Files.writeString(script, SCRIPT);
        assertTrue(script.toFile().setExecutable(true));
        Files.createFile(folder.resolve("journalctl.entries"));
        receiver = receiver("");
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private JournaldReceiver receiver(String cursor) {
        JournaldConfig config = new JournaldConfig(
                List.of(script.toString()),
                null,
                "m1",
                "-1h",
                4_096,
                4_096,
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
        Map<String, String> cursors = cursor.isEmpty() ? Map.of() : Map.of("journald/m1", cursor);
        return new JournaldReceiver(
                config, new ReceiverContext(consumer, new IntakeCounts(), InstantSource.system()), cursors);
    }

    private static String entry(int number) {
        return "{\"__CURSOR\":\"" + number + "\",\"MESSAGE\":\"entry " + number + "\"}";
    }

    private static List<String> entries(int from, int to) {
        return IntStream.range(from, to).mapToObj(JournaldReceiverTest::entry).toList();
    }

    private void write(int from, int to) throws IOException {
        Files.write(folder.resolve("journalctl.entries"), entries(from, to), StandardOpenOption.APPEND);
    }

    private String calls() throws IOException {
        return Files.readString(folder.resolve("journalctl.calls"));
    }

    @Test
    void handsOverEntriesWithTheirCursor() throws Exception {
        write(1, 301);
        receiver.start();
        consumer.await(300);
        write(301, 304);
        assertEquals(entries(1, 304), consumer.await(303));
        BatchHeader last = consumer.headers().getLast();
        assertEquals(Content.JOURNALD, last.content());
        assertEquals("journald/m1", last.source());
        assertEquals("303", last.cursor());
        assertTrue(calls().contains("--since=-1h"), calls());
    }

    @Test
    void goesOnBehindTheCursorAfterARestart() throws Exception {
        write(1, 11);
        receiver.start();
        consumer.await(10);
        receiver.close();
        write(11, 16);
        receiver = receiver(consumer.headers().getLast().cursor());
        receiver.start();
        assertEquals(entries(1, 16), consumer.await(15));
    }

    @Test
    void startsAProgramThatDiedAgain() throws Exception {
        write(1, 4);
        receiver.start();
        consumer.await(3);
        ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("journalctl.entries"))
                .forEach(ProcessHandle::destroyForcibly);
        write(4, 7);
        assertEquals(entries(1, 7), consumer.await(6));
        assertEquals(1, receiver.restarts());
    }

    @Test
    void losesNothingWhenTheConsumerPutsOff() throws Exception {
        consumer.putOff(10);
        write(1, 201);
        receiver.start();
        assertEquals(entries(1, 201), consumer.await(200));
        assertEquals(10, receiver.retries());
    }

    @Test
    void startsOverWhenTheCursorIsNotTaken() throws Exception {
        write(1, 4);
        receiver = receiver("bad cursor");
        receiver.start();
        assertEquals(entries(1, 4), consumer.await(3));
        assertTrue(receiver.lastComplaint().contains("cursor"), receiver.lastComplaint());
    }

    @Test
    void endsItsProgram() throws Exception {
        receiver.start();
        write(1, 2);
        consumer.await(1);
        receiver.close();
        receiver.close();
        assertEquals(-1, receiver.port());
        assertEquals(
                0,
                ProcessHandle.current()
                        .children()
                        .filter(child -> child.info().commandLine().orElse("").contains(folder.toString()))
                        .count());
        assertThrows(IllegalStateException.class, receiver::start);
    }

    @Test
    void saysWhatCannotBeRun() throws Exception {
        Files.delete(script);
        IOException failure = assertThrows(IOException.class, receiver::start);
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains(script.toString()), message);
        assertTrue(message.contains("install"), message);
    }
}
