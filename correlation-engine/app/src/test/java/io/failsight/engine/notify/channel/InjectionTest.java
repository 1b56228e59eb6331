package io.failsight.engine.notify.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import io.failsight.fuzz.Fuzz;
import io.failsight.model.VisibleText;
import io.failsight.settings.Settings;
import io.failsight.settings.notify.MailServer;
import io.failsight.settings.notify.Secret;
import io.failsight.settings.notify.Target;
import io.failsight.settings.reach.Reach;
import jakarta.mail.Header;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmp4j.PDU;
import org.snmp4j.smi.VariableBinding;

/** Whatever a log says of itself, no message to people or machines gets a header, a line, an element or a sign that was not meant. */
final class InjectionTest {
    private static final String EVIL =
            "a\r\nBcc: evil@site.example\r\n\r\n<script>x</script>\n.\n<1>1 - - - \u0000\u001b[2J\u009b2J\u0085\u2028\u202e\u200b\"]\\\ufeff[x@1 y=\"z\"]";

    private static final Reach REACH = Reach.of(Settings.defaults());

    @TempDir
    private Path folder;

    static Delivery delivery(String text) {
        Message message = new Message(
                text,
                3,
                text,
                text,
                false,
                false,
                text,
                text,
                List.of(text, text),
                text,
                text,
                text,
                text,
                Map.of(),
                List.of(new Message.Why(text, 0.5)),
                List.of(new Message.Line("2026-11-20T12:00:00Z", text, text)),
                "http://c/?incident=i1");
        return new Delivery(text, Reason.OPENED, message, text, java.time.ZoneOffset.UTC, TestDeliveries.AT);
    }

    private static boolean isClean(String text) {
        return text.codePoints().noneMatch(VisibleText::isHidden);
    }

    @Test
    void mailsHaveTheHeadersAndTheLinesThatWereMeant() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            Channel channel = new MailChannel(
                    new MailServer(
                            "127.0.0.1",
                            server.getSmtp().getPort(),
                            MailServer.Security.NONE,
                            "",
                            Optional.empty(),
                            "failsight@site.example",
                            Duration.ofSeconds(10),
                            Optional.empty()),
                    new Target.Email(List.of("operator@site.example")));
            channel.send(delivery("plain"));
            channel.send(delivery(EVIL));
            channel.send(delivery(EVIL.repeat(40)));
            MimeMessage[] mails = server.getReceivedMessages();
            assertEquals(3, mails.length);
            List<String> names = headers(mails[0]);
            for (MimeMessage mail : mails) {
                assertEquals(names, headers(mail), "no header more");
                assertEquals(1, mail.getAllRecipients().length);
                assertTrue(isClean(mail.getSubject()), mail.getSubject());
                assertTrue(mail.getSubject().length() <= 200);
            }
        } finally {
            server.stop();
        }
    }

    private static List<String> headers(MimeMessage mail) throws Exception {
        List<String> names = new ArrayList<>();
        for (Header header : Collections.list(mail.getAllHeaders())) {
            names.add(header.getName());
            String value = header.getValue()
                    .replace("\r\n\t", " ")
                    .replace("\r\n ", " ")
                    .replace('\t', ' ');
            assertTrue(isClean(value), value);
        }
        return names;
    }

    @Test
    void textsAreOneLineAndHtmlIsNothingButOurElements() {
        Fuzz.of("notifications")
                .samples("plain", EVIL, "\"><svg onload=x>", "' onclick='x")
                .words("<", ">", "\"", "'", "&", "\r\n", "\u202e", "\u001b[", "<!--", "]", "\\")
                .cases(1_500)
                .maxAllocatedBytes(512L << 20)
                .run(input -> {
                    Delivery delivery = delivery("x" + new String(input, StandardCharsets.UTF_8));
                    assertTrue(isClean(MessageText.subject(delivery)));
                    for (String line : MessageText.plain(delivery).split("\r\n", -1)) {
                        assertTrue(isClean(line), line);
                    }
                    assertEquals(
                            MessageText.plain(delivery("x")).lines().count(),
                            MessageText.plain(delivery).lines().count());
                    String html = MessageText.html(delivery);
                    assertTrue(isClean(html));
                    assertEquals(signs(MessageText.html(delivery("x")), '<'), signs(html, '<'));
                    assertEquals(signs(MessageText.html(delivery("x")), '"'), signs(html, '"'));
                    syslog(delivery);
                });
    }

    private static long signs(String text, char sign) {
        return text.chars().filter(c -> c == sign).count();
    }

    private static void syslog(Delivery delivery) {
        byte[] bytes = SyslogChannel.format(delivery, 16, 2_048);
        String line = new String(bytes, StandardCharsets.UTF_8);
        assertArrayEquals(bytes, line.getBytes(StandardCharsets.UTF_8), "cut at a sign's border");
        assertTrue(bytes.length <= 2_048);
        String shown = line.replaceFirst(" \ufeff", " ");
        assertTrue(isClean(shown), shown);
        assertTrue(
                line.matches(
                        "<\\d+>1 \\S+ \\S+ failsight - opened \\[failsight@\\d+( [a-z]+=\"([^\"\\\\\\]]|\\\\[\"\\\\\\]])*\")*\\] \ufeff.*"),
                line);
    }

    @Test
    void syslogKeepsItsFormWhateverTheTextSays() {
        syslog(delivery("plain"));
        syslog(delivery(EVIL));
        syslog(delivery(EVIL.repeat(40)));
        syslog(delivery("\ud83d\ude00".repeat(3_000)));
        syslog(delivery("\\".repeat(3_000)));
    }

    @Test
    void trapsHoldTextOnly() {
        PDU trap = new SnmpChannel(
                        new Target.Snmp("127.0.0.1", 1, new Target.Account.Community(Optional.empty())),
                        new SnmpIdentity("80:00:7e:d9:05:01:02:03:04:05:06:07:08", 1, System.nanoTime()))
                .fill(new PDU(), delivery(EVIL.repeat(3)));
        for (VariableBinding binding : trap.getVariableBindings().subList(2, trap.size())) {
            String text =
                    new String(((org.snmp4j.smi.OctetString) binding.getVariable()).getValue(), StandardCharsets.UTF_8);
            assertTrue(isClean(text) && text.getBytes(StandardCharsets.UTF_8).length <= 255, text);
        }
    }

    @Test
    void webhooksHaveTheHeadersThatWereMeantAndJsonThatSaysTheSame() throws Exception {
        List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
        List<byte[]> bodies = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            headers.add(Map.copyOf(exchange.getRequestHeaders()));
            bodies.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
            Channel channel = new WebhookChannel(
                    new Target.Webhook(url, Optional.empty(), Optional.empty(), Optional.empty()), REACH);
            channel.send(delivery("plain"));
            channel.send(delivery(EVIL));
            assertEquals(headers.get(0).keySet(), headers.get(1).keySet());
            assertEquals(
                    EVIL,
                    new ObjectMapper().readTree(bodies.get(1)).path("summary").textValue());
            String token = "a\r\nX-Evil: 1";
            Path file = folder.resolve("token");
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, token);
            Channel wrong = new WebhookChannel(
                    new Target.Webhook(url, Optional.empty(), Optional.of(new Secret.InFile(file)), Optional.empty()),
                    REACH);
            SendException refused = assertThrows(SendException.class, () -> wrong.send(delivery("plain")));
            assertTrue(String.valueOf(refused.getMessage()).contains("one line of ASCII"), refused.getMessage());
            assertFalse(String.valueOf(refused.getMessage()).contains("X-Evil"), "an error does not repeat the token");
            assertEquals(2, headers.size(), "nothing was sent");
        } finally {
            server.stop(0);
        }
    }
}
