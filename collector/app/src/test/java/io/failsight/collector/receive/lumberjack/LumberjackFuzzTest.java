package io.failsight.collector.receive.lumberjack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.receive.FakeBatchConsumer;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.link.Access;
import io.failsight.fuzz.Fuzz;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Hostile connections to a real door: it answers nothing that it did not take, ends each of them by itself, and a right sender is served
 * after all of them.
 */
final class LumberjackFuzzTest {
    private static final InstantSource CLOCK = () -> java.time.Instant.ofEpochSecond(1_795_168_800);

    private final FakeBatchConsumer consumer = new FakeBatchConsumer();

    private LumberjackReceiver door() {
        LumberjackConfig of = LumberjackConfig.of("127.0.0.1", 0);
        return new LumberjackReceiver(
                new LumberjackConfig(
                        of.address(),
                        0,
                        4_096,
                        8_192,
                        1_000,
                        1 << 20,
                        of.keepAlive(),
                        of.links(),
                        Duration.ofSeconds(1)),
                new ReceiverContext(consumer, new IntakeCounts(), CLOCK),
                Access.thisMachine());
    }

    /** Sends all of it, says that no more will come, and returns what came back until the door hung up. */
    private static byte[] talk(int port, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setSoTimeout(10_000);
            try {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
                return socket.getInputStream().readAllBytes();
            } catch (java.net.SocketTimeoutException e) {
                throw new AssertionError("the door holds a connection that ended", e);
            } catch (IOException e) {
                return new byte[0]; // hung up in the middle of what is not Lumberjack
            }
        }
    }

    private void check(int port, byte[] input) throws IOException {
        int before = consumer.records().size();
        byte[] answer = talk(port, input);
        int taken = consumer.records().size() - before;
        assertEquals(0, answer.length % 6, "an answer is made of acknowledgements");
        for (int i = 0; i < answer.length; i += 6) {
            assertTrue(answer[i] == '2' && answer[i + 1] == 'A', "an answer is an acknowledgement");
        }
        assertTrue(answer.length == 0 || taken > 0, "acknowledges nothing that it did not hand over");
        assertTrue(taken <= 256 << 10, "takes no more events than bytes");
    }

    @Test
    void hostileFramesEndTheirConnectionOnly() throws Exception {
        try (LumberjackReceiver door = door()) {
            door.start();
            int port = door.port();
            byte[] plain = LumberjackSender.batch(List.of("{\"message\":\"a\"}", "{\"message\":\"b\"}"), false);
            byte[] packed = LumberjackSender.batch(
                    List.of("{\"message\":\"c\"}", "{\"message\":\"" + "d".repeat(3_000) + "\"}"), true);
            byte[] bomb =
                    LumberjackSender.joined(LumberjackSender.window(1), LumberjackSender.compressed(new byte[8 << 20]));
            assertEquals(0, talk(port, bomb).length);
            Fuzz.of("lumberjack")
                    .sample(plain)
                    .sample(packed)
                    .sample(LumberjackSender.joined(plain, packed))
                    .words(
                            "2W",
                            "2J",
                            "2C",
                            "2A",
                            "1W",
                            "1D",
                            "1C",
                            "\0\0\0\1",
                            "\0\0\0\0",
                            "GET / HTTP/1.1\r\n\r\n",
                            "\u0016\u0003\u0001")
                    .cases(2_000)
                    .run(input -> {
                        if (input.length > 0 && input[0] != 0x16) { // that is TLS, which another test speaks
                            check(port, input);
                        }
                    });
            int before = consumer.records().size();
            try (LumberjackSender sender = new LumberjackSender(new Socket(InetAddress.getByName("127.0.0.1"), port))) {
                sender.write(packed);
                sender.awaitAcknowledged(2);
            }
            assertEquals(before + 2, consumer.records().size());
        }
    }
}
