package io.failsight.runtime.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class DemoPlayerTest {
    private static final DemoScript SCRIPT = new DemoScript(
            "test",
            "A story.",
            List.of(
                    new DemoScript.Line(
                            Duration.ZERO, "north", "safekit[7]", "mirror | heart | Local state PRIM Ready"),
                    new DemoScript.Line(Duration.ofSeconds(20), "south", "cron", "done")));

    @Test
    void sendsWhatTheMachinesWouldSendWithRealDistancesEndingNow() throws Exception {
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> {
                try (Socket socket = door.accept()) {
                    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            List<String> shown = new ArrayList<>();
            Instant before = Instant.now();
            new DemoPlayer(door.getLocalPort(), InstantSource.system(), shown::add).play(SCRIPT, 1_000);
            Instant after = Instant.now();
            String frames = received.get();
            assertTrue(
                    frames.matches("\\d+ <30>1 \\S+Z north safekit 7 - - mirror \\| heart \\| Local state PRIM Ready"
                            + "\\d+ <30>1 \\S+Z south cron - - - done"),
                    frames);
            assertEquals(2, shown.size());
            Instant first = Instant.parse(shown.get(0).split(" ", 2)[0]);
            Instant last = Instant.parse(shown.get(1).split(" ", 2)[0]);
            assertEquals(Duration.ofSeconds(20), Duration.between(first, last));
            assertTrue(!last.isBefore(before.minusMillis(1)) && !last.isAfter(after), last.toString());
        }
    }

    @Test
    void refusesASpeedThatIsNone() {
        DemoPlayer player = new DemoPlayer(1, InstantSource.system(), shown -> {});
        assertThrows(IllegalArgumentException.class, () -> player.play(SCRIPT, 0));
        assertThrows(IllegalArgumentException.class, () -> player.play(SCRIPT, Double.NaN));
    }
}
