package io.failsight.it.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.it.Home;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenSearch is away, and senders that nobody declared fill the journal as far as they may: who can wait is told to, what cannot is refused and counted. A
 * node that failsight.yaml declares, known by its certificate, goes on as if they were not there. When OpenSearch is back, everything that was taken is there.
 */
final class QuotaIT {
    private static final long BUDGET = 32L << 20;
    /** Is on disk twice while it is compressed. */
    private static final long SEGMENT = 2L << 20;

    private static final int DECLARED_LINES = 20_000;
    private static final Path KEYS = Home.path().resolve("collector/app/src/test/resources/tls");

    private static @TempDir Path folder;

    @Test
    void aNoisySourceDoesNotDisplaceADeclaredOne() throws Exception {
        List<String> options = List.of(
                "-Dfailsight.local-logs.enabled=false",
                "-Dfailsight.journal.budget-bytes=" + BUDGET,
                "-Dfailsight.journal.segment-bytes=" + SEGMENT,
                "-Dfailsight.tls.certificate=" + KEYS.resolve("server.crt"),
                "-Dfailsight.tls.key=" + KEYS.resolve("server.key"),
                "-Dfailsight.tls.authority=" + KEYS.resolve("ca.crt"));
        try (Parts parts = new Parts(folder.resolve("parts"), options)) {
            Files.writeString(parts.settings(), """
                    sites:
                      - name: north
                        nodes: [{name: vms-a, cluster: vms}]
                    sources:
                      - {node: vms-a}
                    """);
            parts.collector().launch();
            assertTrue(parts.collector().awaitReady());
            try (FolderWatch journal = new FolderWatch(parts.journal())) {
                Map<String, Integer> taken = fillAll(parts);
                int noisy = taken.values().stream().mapToInt(Integer::intValue).sum();
                WaitingSender waiting = new WaitingSender(parts.port("syslog")); // takes what little is left
                long refused = sendDatagrams(parts);

                int queued = declaredLines(parts);
                awaitMetric(parts, "failsight_journaled_total", "syslog-tls", queued);
                assertEquals(0, parts.metric("failsight_refused_total", "syslog-tls"), "nothing of the declared one");
                assertTrue(waiting.isHeld(), "who can wait is made to");

                parts.openSearch().launch();
                assertTrue(parts.openSearch().awaitReady());
                waiting.join();
                awaitIndexed(parts, noisy + queued + WaitingSender.LINES);
                taken.put("declared", queued);
                taken.put("waiting", WaitingSender.LINES);
                check(parts, taken);
                assertTrue(
                        journal.most() <= BUDGET + SEGMENT,
                        () -> "the journal took " + journal.most() + " of " + BUDGET);
                System.out.printf(
                        "QuotaIT: of %d MiB noisy ones got %d entries, %d datagrams were refused and counted, the declared one got all %d; at most"
                                + " %d MiB on disk%n",
                        BUDGET >> 20, noisy, refused, queued, journal.most() >> 20);
            }
        }
    }

    /** The first may fill half of the budget, all together what is not kept for declared ones; gives what was taken of each. */
    private static Map<String, Integer> fillAll(Parts parts) throws Exception {
        Map<String, Integer> taken = new HashMap<>();
        for (int i = 0; i < 6; i++) {
            String name = "noisy-" + i;
            try (OtlpService noisy = new OtlpService(parts.port("otlp-http"), name, 600)) {
                String words = fill(noisy);
                if (noisy.acknowledged() > 0) {
                    taken.put(name, noisy.acknowledged());
                }
                if (words.contains("reserved for sources declared")) {
                    assertTrue(i > 0, "one alone may not fill all");
                    return taken;
                }
                assertTrue(words.contains("fills its share"), words);
            }
        }
        throw new AssertionError("six noisy sources together were not stopped: " + taken);
    }

    /** Sends until it is refused, and gives the words. */
    private static String fill(OtlpService service) throws Exception {
        for (int requests = 0; requests < 10_000; requests++) {
            HttpResponse<String> answer = service.send();
            if (answer.statusCode() != 200) {
                assertTrue(answer.statusCode() == 429 || answer.statusCode() == 503, answer::body);
                assertTrue(answer.headers().firstValue("Retry-After").isPresent(), "says when to come again");
                return answer.body();
            }
        }
        throw new AssertionError("the journal takes everything");
    }

    /** Datagrams cannot wait: they are refused, and each is counted. */
    private static long sendDatagrams(Parts parts) throws Exception {
        // Long ones, which fill in a moment what the others leave.
        byte[] line = ("<14>1 - relay noisy - - - a datagram " + "x".repeat(8_000)).getBytes(StandardCharsets.US_ASCII);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        try (DatagramSocket socket = new DatagramSocket()) {
            while (parts.metric("failsight_refused_total", "\"syslog\"") == 0) {
                assertTrue(System.nanoTime() < deadline, "no datagram was refused");
                socket.send(
                        new DatagramPacket(line, line.length, InetAddress.getLoopbackAddress(), parts.port("syslog")));
                Thread.sleep(20);
            }
        }
        return (long) parts.metric("failsight_refused_total", "\"syslog\"");
    }

    private static int declaredLines(Parts parts) throws Exception {
        try (Socket socket = ClientTls.socket(KEYS, parts.port("syslog-tls"))) {
            OutputStream out = socket.getOutputStream();
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < DECLARED_LINES; i++) {
                lines.append("<14>1 - vms-a shop - - - declared number ")
                        .append(i)
                        .append('\n');
            }
            out.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        return DECLARED_LINES;
    }

    /** A sender over TCP: it is held as long as nobody takes its lines, and goes on by itself then. */
    private static final class WaitingSender {
        /** More than the budget and the sockets hold. */
        private static final int LINES = 40_000;

        private final Thread thread;
        private volatile boolean failed;

        private WaitingSender(int port) {
            thread = Thread.ofPlatform().name("waiting").start(() -> {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    OutputStream out = socket.getOutputStream();
                    Random random = new Random(11);
                    byte[] filling = new byte[600];
                    for (int i = 0; i < LINES; i++) {
                        random.nextBytes(filling);
                        String text = Base64.getEncoder().encodeToString(filling);
                        out.write(("<14>1 - relay shop - - - waiting number " + i + " " + text + "\n")
                                .getBytes(StandardCharsets.US_ASCII));
                    }
                } catch (IOException e) {
                    failed = true;
                }
            });
        }

        private boolean isHeld() {
            return thread.isAlive() && !failed;
        }

        private void join() throws InterruptedException {
            thread.join(TimeUnit.MINUTES.toMillis(2));
            assertTrue(!thread.isAlive() && !failed, "the waiting sender did not come to its end");
        }
    }

    private static void awaitMetric(Parts parts, String name, String labels, double atLeast) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (parts.metric(name, labels) < atLeast) {
            assertTrue(System.nanoTime() < deadline, name + " " + labels + " did not reach " + atLeast);
            Thread.sleep(50);
        }
    }

    private static void awaitIndexed(Parts parts, long atLeast) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (parts.metric("failsight_journal_pending") > 0 || parts.index().count() < atLeast) {
            assertTrue(System.nanoTime() < deadline, () -> "fewer than " + atLeast + " are there");
            Thread.sleep(200);
        }
    }

    /** Everything that was taken is there once, in order. */
    private static void check(Parts parts, Map<String, Integer> expected) throws Exception {
        Pattern numbered = Pattern.compile("^(noisy-\\d|declared|waiting) number (\\d+)");
        Map<String, Integer> next = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        parts.index().forEach(entry -> {
            Matcher matcher = numbered.matcher(entry.path("body").asText());
            if (matcher.find()) {
                int number = Integer.parseInt(matcher.group(2));
                if (number != next.getOrDefault(matcher.group(1), 0) && wrong.size() < 10) {
                    wrong.add(matcher.group());
                }
                next.put(matcher.group(1), number + 1);
            }
        });
        assertEquals(List.of(), wrong);
        assertEquals(expected, next);
    }
}
