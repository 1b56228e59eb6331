package io.failsight.collector.receive.lumberjack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.ReceiverContract;
import io.failsight.collector.receive.link.Access;
import io.failsight.collector.receive.link.LinkLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LumberjackReceiverTest extends ReceiverContract {
    private static final int WINDOW = 64;

    @Override
    protected Receiver receiver(ReceiverContext context, int port) {
        return receiver(LumberjackConfig.of("127.0.0.1", port), context);
    }

    private static LumberjackReceiver receiver(LumberjackConfig config, ReceiverContext context) {
        return new LumberjackReceiver(config, context, Access.thisMachine());
    }

    @Override
    protected void send(int port, List<String> records) throws IOException {
        try (LumberjackSender sender = sender(port)) {
            for (int from = 0; from < records.size(); from += WINDOW) {
                List<String> window = records.subList(from, Math.min(records.size(), from + WINDOW));
                sender.write(LumberjackSender.batch(window, from / WINDOW % 2 == 0));
                sender.awaitAcknowledged(window.size());
            }
        }
    }

    @Override
    protected String record(int index) {
        return "{\"@timestamp\":\"2026-11-20T10:00:00.000Z\",\"message\":\"event " + index + "\"}";
    }

    private static LumberjackSender sender(int port) throws IOException {
        return new LumberjackSender(new Socket(InetAddress.getByName("127.0.0.1"), port));
    }

    private ReceiverContext context() {
        return new ReceiverContext(consumer, counts, InstantSource.fixed(NOW));
    }

    private LumberjackReceiver started(LumberjackConfig config) throws IOException {
        LumberjackReceiver started = receiver(config, context());
        started.start();
        return started;
    }

    private LumberjackReceiver started() throws IOException {
        return started(LumberjackConfig.of("127.0.0.1", 0));
    }

    private static LumberjackConfig config(int maxEvent, int batch, long maxInflated, Duration keepAlive) {
        return new LumberjackConfig(
                "127.0.0.1",
                0,
                maxEvent,
                batch,
                1_000,
                maxInflated,
                keepAlive,
                LinkLimits.of(8),
                Duration.ofMillis(50));
    }

    private List<String> records(int count) {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(record(i));
        }
        return records;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.getAsBoolean(), "waited 20 s in vain");
    }

    @Test
    void takesSeveralWindowsBeforeItAcknowledgesTheFirst() throws Exception {
        try (LumberjackReceiver receiver = started();
                LumberjackSender sender = sender(receiver.port())) {
            List<String> sent = records(30);
            sender.write(
                    LumberjackSender.batch(sent.subList(0, 10), false),
                    LumberjackSender.batch(sent.subList(10, 25), true),
                    LumberjackSender.batch(sent.subList(25, 30), false));
            sender.awaitAcknowledged(10);
            sender.awaitAcknowledged(15);
            sender.awaitAcknowledged(5);
            assertEquals(sent, consumer.records());
            assertEquals(Content.JSON, consumer.headers().getFirst().content());
            assertEquals("lumberjack/127.0.0.1", consumer.headers().getFirst().source());
            assertEquals(3, receiver.counts().windows());
        }
    }

    @Test
    void saysEveryFewSecondsHowFarItCameWhileTheJournalIsSlow() throws Exception {
        List<String> sent = records(40);
        int batchBytes = 20 * (sent.getFirst().length() + 4);
        try (LumberjackReceiver receiver = started(config(1_000, batchBytes, 1 << 20, Duration.ZERO));
                LumberjackSender sender = sender(receiver.port())) {
            consumer.putOff(3);
            sender.write(LumberjackSender.window(40), LumberjackSender.events(sent.subList(0, 20)));
            for (int i = 0; i < 3; i++) {
                assertEquals(0, sender.acknowledged(), "nothing is durable yet");
            }
            consumer.await(20);
            consumer.putOff(2);
            for (int i = 20; i < 40; i++) {
                sender.write(LumberjackSender.event(i + 1, sent.get(i)));
            }
            int first = sender.acknowledged();
            assertTrue(first > 0 && first < 40, "what is durable already, was " + first);
            sender.awaitAcknowledged(40);
            assertEquals(sent, consumer.records());
            assertEquals(5, receiver.counts().keepAlives());
        }
    }

    @Test
    void acknowledgesNothingThatIsRefused() throws Exception {
        consumer.refuseAll();
        try (LumberjackReceiver receiver = started();
                LumberjackSender sender = sender(receiver.port())) {
            sender.write(LumberjackSender.batch(records(3), true));
            assertEquals(-1, sender.acknowledged());
        }
    }

    @Test
    void handsOverNothingOfAWindowThatWasNotFinished() throws Exception {
        try (LumberjackReceiver receiver = started()) {
            try (LumberjackSender sender = sender(receiver.port())) {
                sender.write(LumberjackSender.window(3), LumberjackSender.events(records(2)));
            }
            await(() -> receiver.links().open() == 0);
            assertEquals(0, consumer.calls(), "its sender sends it again");
        }
    }

    @Test
    void refusesVersionOneAndWhatIsNoLumberjack() throws Exception {
        try (LumberjackReceiver receiver = started()) {
            List<byte[]> wrong = List.of(
                    new byte[] {'1', 'W', 0, 0, 0, 1},
                    new byte[] {'2', 'D', 0, 0, 0, 1},
                    new byte[] {'2', 'W', 0, 0, 0, 1, '2', 'X'},
                    new byte[] {'2', 'W', 0x7F, 0, 0, 1},
                    LumberjackSender.event(1, "{}"),
                    LumberjackSender.joined(
                            LumberjackSender.window(1), LumberjackSender.compressed(LumberjackSender.window(1))),
                    LumberjackSender.joined(
                            LumberjackSender.window(1),
                            LumberjackSender.compressed(
                                    LumberjackSender.compressed(LumberjackSender.events(records(1))))),
                    LumberjackSender.joined(LumberjackSender.window(1), new byte[] {'2', 'C', 0, 0, 0, 4, 1, 2, 3, 4}),
                    "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            for (byte[] bytes : wrong) {
                try (LumberjackSender sender = sender(receiver.port())) {
                    sender.write(bytes);
                    assertEquals(-1, closed(sender));
                }
            }
            await(() -> receiver.counts().brokenFrames() == wrong.size());
            assertEquals(wrong.size(), counts.door("lumberjack").refused(ErrorKind.BAD_INPUT));
            assertEquals(0, consumer.calls());
        }
    }

    /** A close with unread bytes is a reset, which is as good as the end of the stream. */
    private static int closed(LumberjackSender sender) {
        try {
            return sender.acknowledged();
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void keepsTheBeginningOfAnEventThatIsTooLong() throws Exception {
        try (LumberjackReceiver receiver = started(config(100, 1_000, 1 << 20, Duration.ofSeconds(3)));
                LumberjackSender sender = sender(receiver.port())) {
            String longEvent = "{\"message\":\"" + "x".repeat(50_000) + "\"}";
            for (boolean compressed : new boolean[] {true, false}) {
                sender.write(LumberjackSender.batch(List.of(longEvent, record(1)), compressed));
                sender.awaitAcknowledged(2);
            }
            String kept = longEvent.substring(0, 100);
            assertEquals(List.of(kept, record(1), kept, record(1)), consumer.records());
            assertEquals(2, receiver.counts().cutRecords());
        }
    }

    @Test
    void endsAConnectionWhoseFrameInflatesBeyondTheLimit() throws Exception {
        try (LumberjackReceiver receiver = started(config(100, 1_000, 1 << 20, Duration.ofSeconds(3)));
                LumberjackSender sender = sender(receiver.port())) {
            sender.write(LumberjackSender.batch(List.of(" ".repeat(5 << 20)), true));
            assertEquals(-1, closed(sender));
            await(() -> receiver.counts().brokenFrames() == 1);
            assertEquals(0, consumer.calls());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void findsTheSameEventsHoweverTheStreamIsCut(long seed) throws Exception {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (LumberjackReceiver receiver = started(config(10_000, 300, 1 << 20, Duration.ofSeconds(3)));
                Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), receiver.port())) {
            socket.setTcpNoDelay(true);
            LumberjackSender sender = new LumberjackSender(socket);
            List<String> sent = new ArrayList<>();
            List<Integer> windows = new ArrayList<>();
            byte[] stream = {};
            for (int i = 0; i < 20; i++) {
                List<String> window = new ArrayList<>();
                for (int n = random.nextInt(1, 9); n > 0; n--) {
                    window.add("x".repeat(random.nextInt(200)) + random.nextInt());
                }
                stream = LumberjackSender.joined(stream, LumberjackSender.batch(window, random.nextBoolean()));
                sent.addAll(window);
                windows.add(window.size());
            }
            for (int at = 0; at < stream.length; ) {
                int count = Math.min(stream.length - at, random.nextInt(1, 120));
                socket.getOutputStream().write(stream, at, count);
                at += count;
            }
            for (int window : windows) {
                sender.awaitAcknowledged(window);
            }
            assertEquals(sent, consumer.records());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void survivesAnyBytes(long seed) throws Exception {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (LumberjackReceiver receiver = started(config(1_000, 1_000, 1 << 16, Duration.ofSeconds(3)))) {
            byte[] right = LumberjackSender.joined(
                    LumberjackSender.batch(records(5), true), LumberjackSender.batch(records(5), false));
            for (int i = 0; i < 150; i++) {
                byte[] bytes = right.clone();
                for (int n = random.nextInt(1, 6); n > 0; n--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), receiver.port())) {
                    socket.getOutputStream().write(bytes, 0, random.nextInt(bytes.length));
                    socket.shutdownOutput();
                    socket.setSoTimeout(20_000);
                    while (read(socket) >= 0) {
                        // acknowledgements, then the end
                    }
                }
            }
            await(() -> receiver.links().open() == 0);
            assertEquals(0, counts.door("lumberjack").refused(ErrorKind.BUG));
            try (LumberjackSender sender = sender(receiver.port())) {
                sender.write(LumberjackSender.batch(records(5), true));
                sender.awaitAcknowledged(5);
            }
        }
    }

    private static int read(Socket socket) {
        try {
            return socket.getInputStream().read();
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the door went on waiting at the end of the stream", e);
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void countsWhatTheJournalDidNotTakeBeforeTheStop() throws Exception {
        consumer.putOff(Integer.MAX_VALUE);
        try (LumberjackReceiver receiver = started(config(1_000, 1_000, 1 << 20, Duration.ofSeconds(3)));
                LumberjackSender sender = sender(receiver.port())) {
            sender.write(LumberjackSender.batch(records(2), false));
            await(() -> consumer.calls() > 0);
            receiver.close();
            assertEquals(2, counts.door("lumberjack").refused(ErrorKind.OVERLOADED));
            assertEquals(-1, closed(sender));
        }
    }
}
