package io.failsight.collector.receive.jsonlines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.failsight.collector.intake.Content;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.ReceiverContract;
import io.failsight.collector.receive.tcp.LineTcpReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonLinesDoorTest extends ReceiverContract {
    @Override
    protected LineTcpReceiver receiver(ReceiverContext context, int port) {
        return JsonLinesDoor.receiver(JsonLinesConfig.of("127.0.0.1", port), context);
    }

    @Override
    protected void send(int port, List<String> records) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.getOutputStream().write((String.join("\n", records) + "\n").getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    protected String record(int index) {
        return "{\"message\":\"" + index + "\"}";
    }

    @Test
    void keepsLongLinesWholeAndCutsLongerOnes() throws Exception {
        try (LineTcpReceiver receiver = receiver(new ReceiverContext(consumer, counts, InstantSource.fixed(NOW)), 0)) {
            receiver.start();
            String whole = "{\"message\":\"" + "x".repeat(900_000) + "\"}";
            String tooLong = "y".repeat(3_000_000);
            send(receiver.port(), List.of(whole, tooLong, "{}"));
            assertEquals(
                    List.of(whole, tooLong.substring(0, JsonLinesConfig.DEFAULT_MAX_LINE_BYTES), "{}"),
                    consumer.await(3));
            assertEquals(Content.JSON, consumer.headers().getFirst().content());
            assertEquals(1, receiver.counts().cutRecords());
        }
    }
}
