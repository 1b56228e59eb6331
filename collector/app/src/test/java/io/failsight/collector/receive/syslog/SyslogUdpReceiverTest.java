package io.failsight.collector.receive.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.ReceiverContract;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SyslogUdpReceiverTest extends ReceiverContract {
    @Override
    protected SyslogUdpReceiver receiver(ReceiverContext context, int port) {
        return new SyslogUdpReceiver(SyslogConfig.of("127.0.0.1", 0, port), context);
    }

    @Override
    protected void send(int port, List<String> records) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            for (String record : records) {
                byte[] bytes = record.getBytes(StandardCharsets.ISO_8859_1);
                socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName("127.0.0.1"), port));
            }
        }
    }

    @Override
    protected String record(int index) {
        return "<13>1 2026-11-20T10:00:00Z host app " + index + " - - message " + index;
    }

    private ReceiverContext context() {
        return new ReceiverContext(consumer, counts, InstantSource.fixed(NOW));
    }

    @Test
    void gathersDatagramsAndDropsTrailersAndEmptyOnes() throws Exception {
        try (SyslogUdpReceiver receiver = receiver(context(), 0)) {
            receiver.start();
            send(receiver.port(), List.of("<1>a\n", "<2>two\nlines\0", "\n", "<3>c"));
            assertEquals(List.of("<1>a", "<2>two\nlines", "<3>c"), consumer.await(3));
            assertEquals(Framing.LENGTH_PREFIXED, consumer.headers().getFirst().framing());
            assertEquals("syslog/127.0.0.1", consumer.headers().getFirst().source());
            assertEquals(4, receiver.datagrams());
            assertEquals(1, receiver.emptyDatagrams());
            assertTrue(receiver.receiveBufferBytes() > 0);
        }
    }

    @Test
    void refusesAndCountsWhoMayNotSend() throws Exception {
        SyslogConfig config = SyslogConfig.of("127.0.0.1", 0, 0);
        try (SyslogUdpReceiver receiver = new SyslogUdpReceiver(config, context(), address -> false, null)) {
            receiver.start();
            send(receiver.port(), List.of("<1>a", "<1>b"));
            for (int i = 0; i < 2_000 && counts.door("syslog").refused() < 2; i++) {
                Thread.sleep(10);
            }
            assertEquals(2, counts.door("syslog").refused(ErrorKind.UNAUTHORISED));
            assertEquals(0, consumer.calls());
        }
    }

    @Test
    void refusesAndCountsWhatTheConsumerPutsOffForTooLong() throws Exception {
        consumer.putOff(Integer.MAX_VALUE);
        SyslogConfig impatient = new SyslogConfig(
                "127.0.0.1", 0, 0, 1024, true, 1, 1 << 20, 100, Duration.ofMillis(50), Duration.ofMillis(50));
        try (SyslogUdpReceiver receiver = new SyslogUdpReceiver(impatient, context())) {
            receiver.start();
            List<String> sent = List.of("<1>" + "x".repeat(60), "<1>" + "y".repeat(60), "<1>z");
            send(receiver.port(), sent);
            long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (counts.door("syslog").refused(ErrorKind.OVERLOADED) < sent.size() && System.nanoTime() < giveUp) {
                Thread.onSpinWait();
            }
            assertEquals(sent.size(), counts.door("syslog").refused(ErrorKind.OVERLOADED));
            assertEquals(List.of(), consumer.records());
        }
    }
}
