package io.failsight.engine.notify.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.failsight.settings.notify.MailServer;
import io.failsight.settings.notify.MailServer.Security;
import io.failsight.settings.notify.Secret;
import io.failsight.settings.notify.Target;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against GreenMail, a real SMTP server. */
final class MailChannelTest {
    private static final String HOST = "127.0.0.1";

    @TempDir
    private Path folder;

    private @Nullable GreenMail server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop();
        }
        System.clearProperty("greenmail.tls.keystore.file");
        System.clearProperty("greenmail.tls.keystore.password");
    }

    private GreenMail start(String protocol) {
        GreenMail started = new GreenMail(new ServerSetup(0, HOST, protocol));
        started.start();
        server = started;
        return started;
    }

    private MailServer settings(int port, Security security, String user, Optional<Path> authority) throws IOException {
        Path password = folder.resolve("password");
        if (!Files.exists(password)) {
            Files.createFile(
                    password, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(password, "s3cret\n");
        }
        return new MailServer(
                HOST,
                port,
                security,
                user,
                user.isEmpty() ? Optional.empty() : Optional.of(new Secret.InFile(password)),
                "failsight@site.example",
                Duration.ofSeconds(10),
                authority);
    }

    private static Channel channel(MailServer settings) {
        return new MailChannel(settings, new Target.Email(List.of("operator@site.example")));
    }

    @Test
    void sendsTextAndHtmlInWhichALogLineIsNothingButText() throws Exception {
        GreenMail mail = start(ServerSetup.PROTOCOL_SMTP);
        channel(settings(mail.getSmtp().getPort(), Security.NONE, "", Optional.empty()))
                .send(TestDeliveries.opened());
        MimeMessage received = mail.getReceivedMessages()[0];
        assertEquals(
                "[Failsight] DOWN hub: Node 1 failed, node 2 took over in 41 s (\u00e4\u00f6\u00fc).",
                received.getSubject());
        assertEquals("<i1.opened.r@failsight>", received.getMessageID());
        assertEquals("auto-generated", received.getHeader("Auto-Submitted", null));
        assertNull(received.getHeader("Bcc"));
        assertEquals(1, received.getAllRecipients().length);
        MimeMultipart parts = (MimeMultipart) received.getContent();
        String text = String.valueOf(parts.getBodyPart(0).getContent());
        assertTrue(text.contains("What to do: Start node 1."), text);
        assertTrue(text.contains("fault: 2026-11-20 12:00:00.0 Z (\u00b1 0.3 s)"), text);
        assertTrue(text.contains("detected: 2026-11-20 12:00:03.0 Z (\u00b1 0.1 s, inferred)"), text);
        assertTrue(text.contains("80 %  node1 was lost"), text);
        assertTrue(text.contains("node1 is gone <script>alert(1)</script> Bcc: evil@site.example"), text);
        assertTrue(text.contains("http://console.example/?incident=i1"), text);
        String html = String.valueOf(parts.getBodyPart(1).getContent());
        assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), html);
        assertFalse(html.contains("<script"), html);
    }

    @Test
    void noSubjectCanBeginAHeader() throws Exception {
        GreenMail mail = start(ServerSetup.PROTOCOL_SMTP);
        Delivery plain = TestDeliveries.proof();
        Delivery evil = new Delivery(
                "evil\r\nBcc: evil@site.example",
                Reason.PROOF,
                Message.words("a\r\nBcc: evil@site.example\r\n\r\n<b>body</b>", "http://c/"),
                "r",
                plain.zone(),
                plain.at());
        channel(settings(mail.getSmtp().getPort(), Security.NONE, "", Optional.empty()))
                .send(evil);
        MimeMessage received = mail.getReceivedMessages()[0];
        assertEquals("Failsight: a Bcc: evil@site.example <b>body</b>", received.getSubject());
        assertNull(received.getHeader("Bcc"));
        assertEquals(1, mail.getReceivedMessages().length);
    }

    @Test
    void speaksTlsAndSignsIn() throws Exception {
        TestCertificate certificate = TestCertificate.make(folder);
        System.setProperty("greenmail.tls.keystore.file", certificate.keyStore().toString());
        System.setProperty("greenmail.tls.keystore.password", TestCertificate.PASSWORD);
        GreenMail mail = start(ServerSetup.PROTOCOL_SMTPS);
        mail.setUser("failsight@site.example", "failsight", "s3cret");
        mail.getManagers().getUserManager().setAuthRequired(true);
        int port = mail.getSmtps().getPort();
        channel(settings(port, Security.TLS, "failsight", Optional.of(certificate.pem())))
                .send(TestDeliveries.opened());
        assertEquals(1, mail.getReceivedMessages().length);
        // Without the authority nothing is sent, not even the password.
        SendException distrust = assertThrows(
                SendException.class,
                () -> channel(settings(port, Security.TLS, "failsight", Optional.empty()))
                        .send(TestDeliveries.opened()));
        assertFalse(distrust.isRefused());
        SendException stranger = assertThrows(
                SendException.class,
                () -> channel(settings(port, Security.TLS, "stranger", Optional.of(certificate.pem())))
                        .send(TestDeliveries.opened()));
        assertTrue(
                stranger.getMessage().contains("check notify.smtp.user and its password file"), stranger::getMessage);
        assertEquals(1, mail.getReceivedMessages().length);
    }

    @Test
    void startTlsSendsNothingInTheClear() throws Exception {
        TestCertificate certificate = TestCertificate.make(folder);
        try (StartTlsServer startTls = new StartTlsServer(certificate.context())) {
            channel(settings(startTls.port(), Security.STARTTLS, "failsight", Optional.of(certificate.pem())))
                    .send(TestDeliveries.opened());
            List<String> clear = startTls.lines().stream()
                    .filter(line -> line.startsWith("clear"))
                    .map(line -> line.replaceFirst("EHLO .*", "EHLO"))
                    .toList();
            assertEquals(List.of("clear EHLO", "clear STARTTLS"), clear);
            assertTrue(startTls.lines().stream().anyMatch(line -> line.startsWith("tls AUTH")));
            assertTrue(
                    startTls.lines().contains("tls RCPT TO:<operator@site.example>"),
                    () -> startTls.lines().toString());
        }
        GreenMail without = start(ServerSetup.PROTOCOL_SMTP);
        assertThrows(
                SendException.class,
                () -> channel(settings(without.getSmtp().getPort(), Security.STARTTLS, "", Optional.empty()))
                        .send(TestDeliveries.opened()));
        assertEquals(0, without.getReceivedMessages().length);
    }

    @Test
    void aServerThatIsAwayIsNoRefusal() throws Exception {
        GreenMail mail = start(ServerSetup.PROTOCOL_SMTP);
        int port = mail.getSmtp().getPort();
        mail.stop();
        SendException away = assertThrows(
                SendException.class,
                () -> channel(settings(port, Security.NONE, "", Optional.empty()))
                        .send(TestDeliveries.opened()));
        assertFalse(away.isRefused());
        assertTrue(away.getMessage().contains(HOST + ":" + port + " cannot be used"), away::getMessage);
    }
}
