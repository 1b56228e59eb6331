package io.failsight.collector.receive.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.ReceiverContract;
import io.failsight.collector.receive.tcp.LineTcpReceiver;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SyslogTcpDoorTest extends ReceiverContract {
    @Override
    protected LineTcpReceiver receiver(ReceiverContext context, int port) {
        return SyslogTcpDoor.receiver(SyslogConfig.of("127.0.0.1", port, 0), context);
    }

    @Override
    protected void send(int port, List<String> records) throws IOException {
        try (Socket socket = connect(port)) {
            OutputStream out = socket.getOutputStream();
            for (String record : records) {
                out.write(bytes(record + "\n"));
            }
        }
    }

    @Override
    protected String record(int index) {
        return "<13>1 2026-11-20T10:00:00Z host app " + index + " - - message " + index;
    }

    private static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getByName("127.0.0.1"), port);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private LineTcpReceiver started() throws IOException {
        LineTcpReceiver started = receiver(new ReceiverContext(consumer, counts, InstantSource.fixed(NOW)), 0);
        started.start();
        return started;
    }

    @Test
    void keepsOrderOverBothFramings() throws Exception {
        try (LineTcpReceiver receiver = started();
                Socket socket = connect(receiver.port())) {
            socket.getOutputStream().write(bytes("<1>a\n\r\n<2>b\r\n5 <3>c\n6 <4>de\0<5>f\n7 <6>g\nh"));
            socket.shutdownOutput();
            assertEquals(List.of("<1>a", "<2>b\r", "<3>c", "<4>de", "<5>f", "<6>g\nh"), consumer.await(6));
            assertEquals(Content.SYSLOG, consumer.headers().getFirst().content());
            assertEquals(Framing.LINES, consumer.headers().getFirst().framing());
            assertEquals("syslog/127.0.0.1", consumer.headers().getFirst().source());
        }
    }

    @Test
    void takesTheLastLineWithoutLineFeed() throws Exception {
        try (LineTcpReceiver receiver = started();
                Socket socket = connect(receiver.port())) {
            socket.getOutputStream().write(bytes("<1>first\n<1>last"));
            socket.shutdownOutput();
            assertEquals(List.of("<1>first", "<1>last"), consumer.await(2));
        }
    }

    @Test
    void stopsReadingWhilePutOffAndLosesNothing() throws Exception {
        int lines = 40_000;
        consumer.putOff(50);
        try (LineTcpReceiver receiver = started();
                Socket socket = connect(receiver.port())) {
            List<String> sent = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < lines; i++) {
                sent.add(record(i));
                text.append(record(i)).append('\n');
            }
            socket.getOutputStream().write(bytes(text.toString()));
            assertEquals(sent, consumer.await(lines));
            assertTrue(receiver.counts().retries() >= 50);
            assertTrue(receiver.counts().batches() < lines / 10, "lines travel in batches");
        }
    }

    @Test
    void gathersSmallWritesIntoFewBatches() throws Exception {
        int lines = 2_000;
        try (LineTcpReceiver receiver = started();
                Socket socket = connect(receiver.port())) {
            socket.setTcpNoDelay(true);
            for (int i = 0; i < lines; i++) {
                socket.getOutputStream().write(bytes(record(i) + "\n"));
            }
            consumer.await(lines);
            assertTrue(
                    receiver.counts().batches() < lines / 4,
                    "batches: " + receiver.counts().batches());
        }
    }

    @Test
    void cutsALongLineAndCountsIt() throws Exception {
        try (LineTcpReceiver receiver = started();
                Socket socket = connect(receiver.port())) {
            String longLine = "<1>" + "x".repeat(200_000);
            socket.getOutputStream().write(bytes(longLine + "\n<1>next\n"));
            List<String> records = consumer.await(2);
            assertEquals(longLine.substring(0, SyslogConfig.DEFAULT_MAX_MESSAGE_BYTES), records.get(0));
            assertEquals("<1>next", records.get(1));
            assertEquals(1, receiver.counts().cutRecords());
            assertEquals(
                    longLine.length() - SyslogConfig.DEFAULT_MAX_MESSAGE_BYTES,
                    receiver.counts().skippedBytes());
        }
    }

    @Test
    void turnsAwayConnectionsAboveTheLimit() throws Exception {
        SyslogConfig defaults = SyslogConfig.of("127.0.0.1", 0, 0);
        SyslogConfig one =
                new SyslogConfig("127.0.0.1", 0, 0, 1024, true, 1, 4096, 4096, Duration.ZERO, defaults.stopPatience());
        try (LineTcpReceiver receiver =
                SyslogTcpDoor.receiver(one, new ReceiverContext(consumer, counts, InstantSource.fixed(NOW)))) {
            receiver.start();
            try (Socket first = connect(receiver.port())) {
                first.getOutputStream().write(bytes("<1>a\n"));
                consumer.await(1);
                try (Socket second = connect(receiver.port())) {
                    assertEquals(-1, second.getInputStream().read());
                }
                assertEquals(1, receiver.links().full());
                assertEquals(1, receiver.links().open());
            }
        }
    }

    @Test
    void handsOverOnStopAndCountsWhatIsNotTakenInTime() throws Exception {
        consumer.putOff(Integer.MAX_VALUE);
        SyslogConfig impatient =
                new SyslogConfig("127.0.0.1", 0, 0, 1024, true, 4, 4096, 4096, Duration.ZERO, Duration.ofMillis(20));
        try (Receiver receiver =
                SyslogTcpDoor.receiver(impatient, new ReceiverContext(consumer, counts, InstantSource.fixed(NOW)))) {
            receiver.start();
            try (Socket socket = connect(receiver.port())) {
                socket.getOutputStream().write(bytes("<1>a\n<1>b\n"));
                while (consumer.calls() == 0) {
                    Thread.onSpinWait();
                }
                receiver.close();
                assertEquals(2, counts.door("syslog").refused(ErrorKind.OVERLOADED));
            }
        }
    }
}
