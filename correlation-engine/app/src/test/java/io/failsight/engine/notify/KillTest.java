package io.failsight.engine.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.failsight.core.incident.IncidentState;
import io.failsight.engine.ledger.Ledger;
import io.failsight.settings.Settings;
import io.failsight.settings.SettingsReader;
import io.failsight.settings.notify.NotifySettings;
import io.failsight.settings.reach.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} while a message is on its way: it is sent again, and the receiver can tell that it is the same. */
final class KillTest {
    @TempDir
    private Path folder;

    @Test
    void aMessageThatWasOnItsWayIsSentAfterTheRestart() throws Exception {
        BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        AtomicBoolean answers = new AtomicBoolean();
        CountDownLatch end = new CountDownLatch(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            boolean answer = answers.get();
            requests.add(String.valueOf(exchange.getRequestHeaders().getFirst("Failsight-Delivery")));
            if (!answer) {
                try {
                    assertTrue(end.await(60, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        Path file = Files.writeString(
                folder.resolve("failsight.yaml"),
                "notify: {receivers: [{name: hook, webhook: {url: 'http://127.0.0.1:"
                        + server.getAddress().getPort() + "/'}}]}");
        Process engine = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledEngine.class.getName(),
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("engine.log").toFile())
                .start();
        try {
            String first = requests.poll(60, TimeUnit.SECONDS);
            assertNotNull(first, () -> log(folder.resolve("engine.log")));
            engine.destroyForcibly().waitFor();
            answers.set(true);
            goOn(file, requests, first);
        } finally {
            engine.destroyForcibly();
            end.countDown();
            server.stop(0);
        }
    }

    private static String log(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void goOn(Path file, BlockingQueue<String> requests, String first) throws Exception {
        NotifySettings settings = SettingsReader.read(file).notifications();
        InstantSource clock = InstantSource.system();
        try (Ledger ledger = Ledger.open(folder.resolve("failsight.db"));
                Deliveries deliveries = new Deliveries(
                        settings, ZoneOffset.UTC, "http://localhost/", Reach.of(Settings.defaults()), ledger, clock)) {
            deliveries.start();
            assertEquals(first, requests.poll(30, TimeUnit.SECONDS));
            Notifications notifications = new Notifications(
                    settings.receivers(), ZoneOffset.UTC, "http://localhost/", clock, deliveries::wake);
            // The engine computes the same incident again from the same signals.
            ledger.write(transaction -> {
                notifications.incidentChanged(
                        transaction, null, Incidents.node("i1", 1, IncidentState.DOWN, clock.instant()));
                return true;
            });
            assertEquals(null, requests.poll(500, TimeUnit.MILLISECONDS));
        }
    }
}
