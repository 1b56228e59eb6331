package io.failsight.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.net.ssl.KeyStoreFactoryBean;
import ch.qos.logback.core.net.ssl.SSLConfiguration;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.logstash.logback.appender.LogstashTcpSocketAppender;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders over TLS, and Lumberjack, through the real collector into the real index. Who they say they are is not whom they are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsDoorsIT {
    private static final Path KEYS = Home.path().resolve("collector/app/src/test/resources/tls");
    private static @TempDir Path folder;
    private Stack stack;

    @BeforeAll
    void start() throws IOException {
        Path settings = Files.writeString(folder.resolve("failsight.yaml"), """
            sites:
              - name: north
                nodes:
                  - {name: vms-a, cluster: vms, hosts: [VMS-A.site.example]}
            """);
        stack = new Stack(
                folder.resolve("stack"),
                List.of(
                        "-Dfailsight.config-file=" + settings,
                        "-Dfailsight.tls.certificate=" + KEYS.resolve("server.crt"),
                        "-Dfailsight.tls.key=" + KEYS.resolve("server.key"),
                        "-Dfailsight.tls.authority=" + KEYS.resolve("ca.crt"),
                        "-Dfailsight.local-logs.enabled=false"));
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    private JsonNode one(String query) throws IOException, InterruptedException {
        return stack.index().await(query, 1).getFirst();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rsyslogForwardsOverTlsWithAndWithoutACertificate(boolean certificate) throws Exception {
        Path work = Files.createDirectories(folder.resolve("rsyslog-" + certificate));
        Path config = work.resolve("rsyslog.conf");
        Path socket = work.resolve("log");
        String own = certificate
                ? "defaultNetstreamDriverCertFile=\"%s\" defaultNetstreamDriverKeyFile=\"%s\""
                        .formatted(KEYS.resolve("client.crt"), KEYS.resolve("client.key"))
                : "";
        Files.writeString(config, """
            global(workDirectory="%s" defaultNetstreamDriverCAFile="%s" %s)
            module(load="imuxsock" SysSock.Use="off")
            input(type="imuxsock" Socket="%s")
            action(type="omfwd" target="127.0.0.1" port="%d" protocol="tcp" TCP_Framing="octet-counted"
              StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="localhost"
              template="RSYSLOG_SyslogProtocol23Format")
            """.formatted(
                work, KEYS.resolve("ca.crt"), own, socket, stack.collector().port("syslog-tls")));
        Process rsyslog = new ProcessBuilder(
                        "/usr/sbin/rsyslogd",
                        "-n",
                        "-f",
                        config.toString(),
                        "-i",
                        work.resolve("pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("out").toFile())
                .start();
        try {
            for (int i = 0; i < 200 && !Files.exists(socket); i++) {
                Thread.sleep(50);
            }
            String message = "secret line " + certificate;
            run("logger", "-u", socket.toString(), "-t", "tls-test", "-p", "local3.warning", message);
            JsonNode entry = one("body:\"" + message + "\"");
            assertEquals("tls-test", entry.path("program").asText());
            assertEquals("127.0.0.1", entry.path("peer").asText());
            assertEquals(
                    certificate ? "syslog-tls/CN=vms-a" : "syslog-tls/127.0.0.1",
                    entry.path("source").asText());
            assertEquals(
                    certificate ? "north" : "", entry.path("site").asText(), "the certificate says where it stands");
        } finally {
            rsyslog.destroy();
            rsyslog.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void logbackSendsJsonLinesOverTls() throws Exception {
        Path trusted = folder.resolve("trust.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(KEYS.resolve("ca.crt"));
                OutputStream out = Files.newOutputStream(trusted)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            store.store(out, "changeit".toCharArray());
        }
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        KeyStoreFactoryBean trustStore = new KeyStoreFactoryBean();
        trustStore.setLocation(trusted.toUri().toString());
        trustStore.setType("PKCS12");
        trustStore.setPassword("changeit");
        SSLConfiguration ssl = new SSLConfiguration();
        ssl.setTrustStore(trustStore);
        LogstashTcpSocketAppender appender = new LogstashTcpSocketAppender();
        appender.setContext(context);
        appender.setSsl(ssl);
        appender.addDestination("localhost:" + stack.collector().port("json-lines"));
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.setContext(context);
        appender.setEncoder(encoder);
        encoder.start();
        appender.start();
        var logger = context.getLogger("com.backbone.Secret");
        logger.addAppender((ch.qos.logback.core.Appender<ILoggingEvent>) appender);
        logger.error("nobody reads this on the wire");
        JsonNode entry = one("receiver:jsonlines AND logger:com.backbone.Secret");
        context.stop();
        assertEquals("nobody reads this on the wire", entry.path("body").asText());
        assertEquals(17, entry.path("severity").asInt());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lumberjackEventsOfWinlogbeatAreIndexedOnceAndPlaced(boolean secret) throws Exception {
        String id = secret ? "secret" : "plain";
        Path first = folder.resolve("first-" + id);
        Path second = folder.resolve("second-" + id);
        String safekit = """
            {"@timestamp":"2026-11-20T10:00:0%d.123Z","@metadata":{"beat":"winlogbeat","type":"_doc","version":"8.4.0"},"message":"mirror | heart | Local state ALONE Ready","labels":{"run":"%s"},"event":{"code":"258","kind":"event","provider":"Evidian.SafeKit"},"log":{"level":"information"},"host":{"name":"VMS-A.site.example"},"agent":{"type":"winlogbeat","version":"8.4.0"},"winlog":{"provider_name":"Evidian.SafeKit","channel":"Application","computer_name":"VMS-A.site.example","record_id":"%d","event_id":"258"}}
            """;
        Files.writeString(first, safekit.formatted(1, id, 1) + safekit.formatted(2, id, 2));
        Files.writeString(second, safekit.formatted(3, id, 3));
        run(
                "node",
                Home.path().resolve("it/src/test/node/lumberjack.mjs").toString(),
                String.valueOf(stack.collector().port("lumberjack")),
                secret ? KEYS.resolve("ca.crt").toString() : "-",
                first.toString(),
                second.toString());
        List<JsonNode> entries = stack.index().await("receiver:lumberjack AND attr:\"labels.run=" + id + "\"", 3);
        for (JsonNode entry : entries) {
            assertTrue(entry.path("body").asText().contains("Local state ALONE Ready"), entry::toString);
            assertEquals("VMS-A.site.example", entry.path("host").asText());
            assertFalse(entry.path("event_id").asText().isEmpty(), entry::toString);
            assertEquals(9, entry.path("severity").asInt());
            assertEquals("parsed", entry.path("time_source").asText());
            assertEquals("north", entry.path("site").asText());
            assertEquals("vms-a", entry.path("node").asText());
        }
    }

    @Test
    void countsConnectionsAndKeepsTheSums() throws Exception {
        CollectorProcess collector = stack.collector();
        Path one = Files.writeString(folder.resolve("one"), "{\"message\":\"the sums must agree\"}\n");
        run(
                "node",
                Home.path().resolve("it/src/test/node/lumberjack.mjs").toString(),
                String.valueOf(collector.port("lumberjack")),
                "-",
                one.toString());
        stack.index().await("body:\"the sums must agree\"", 1);
        for (int i = 0; i < 100 && collector.metric("failsight_journal_pending") > 0; i++) {
            Thread.sleep(100);
        }
        double journaled = collector.metric("failsight_journaled_total");
        assertEquals(
                collector.metric("failsight_received_total"), journaled + collector.metric("failsight_refused_total"));
        assertEquals(0, collector.metric("failsight_entries_miscounted_total"));
        assertTrue(collector.metric("failsight_connections_total") > 0);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Path out = folder.resolve(Path.of(command[0]).getFileName() + ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " took longer than 60 s");
        }
        assertEquals(0, process.exitValue(), String.join(" ", command) + ": " + Files.readString(out));
    }
}
