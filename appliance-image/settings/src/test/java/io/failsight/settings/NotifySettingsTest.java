package io.failsight.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.settings.notify.Hours;
import io.failsight.settings.notify.MailServer;
import io.failsight.settings.notify.NotifySettings;
import io.failsight.settings.notify.ReceiverSettings;
import io.failsight.settings.notify.Secret;
import io.failsight.settings.notify.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NotifySettingsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    private Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("failsight.yaml"), text);
    }

    private NotifySettings read(String text) throws IOException, ConfigException {
        return SettingsReader.read(write(text)).notifications();
    }

    @Test
    void readsServerAndReceivers() throws Exception {
        NotifySettings notify = read("""
                notify:
                  smtp: {host: mail.site.example, user: failsight, password-file: secrets/smtp}
                  proof: mon-fri 07:30
                  receivers:
                    - name: control room
                      email: [a@site.example, b@site.example]
                      incidents: [failed, split-brain]
                      clusters: recorders
                      from: down
                      hours: [mon-fri 07:00-19:00, 'sat 08:00-12:00']
                      time-zone: Europe/Berlin
                      urgent: always
                    - name: tickets
                      webhook: {url: 'https://tickets.example/hook?key=1', secret: '${HOOK}'}
                      planned: true
                      proof: off
                    - {name: siem, syslog: {host: 192.0.2.9, transport: tls}}
                    - {name: nms, snmp: {host: 192.0.2.10}}
                """);
        assertEquals(
                new MailServer(
                        "mail.site.example",
                        587,
                        MailServer.Security.STARTTLS,
                        "failsight",
                        Optional.of(new Secret.InFile(folder.resolve("secrets/smtp"))),
                        "",
                        Duration.ofSeconds(20),
                        Optional.empty()),
                notify.mailServer().orElseThrow());
        ReceiverSettings room = notify.receivers().getFirst();
        assertEquals(new Target.Email(List.of("a@site.example", "b@site.example")), room.target());
        assertEquals(Set.of("failed", "split-brain"), room.kinds());
        assertEquals(Set.of("recorders"), room.clusters());
        assertTrue(room.onlyDown() && room.urgentAlways() && !room.planned());
        assertEquals(2, room.hours().windows().size());
        assertEquals(5, room.proof().days().size());
        ReceiverSettings tickets = notify.receivers().get(1);
        assertEquals(
                new Target.Webhook(
                        URI.create("https://tickets.example/hook?key=1"),
                        Optional.of(new Secret.InEnvironment("HOOK")),
                        Optional.empty(),
                        Optional.empty()),
                tickets.target());
        assertEquals("https://tickets.example/hook", tickets.target().address());
        assertTrue(tickets.planned() && tickets.proof().days().isEmpty());
        assertEquals("tls://192.0.2.9:6514", notify.receivers().get(2).target().address());
        assertEquals("snmp://192.0.2.10:162", notify.receivers().get(3).target().address());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {name: a, emial: a@b}                         | line 3: unknown key 'notify.receivers.emial'; did you mean 'email'?
            {name: a}                                     | line 3: 'notify.receivers' must have one of email, webhook, syslog, snmp
            {name: a, email: a@b}                         | line 2: a receiver gets mail and 'notify.smtp' is missing: write smtp: {host: ...}
            {name: a, email: 'a@b, c@d'}                  | line 3: 'notify.receivers.email' must be a mail address such as operator@site.example
            {name: a, syslog: {host: h}, hours: always}   | line 3: 'notify.receivers.hours' must be hours such as mon-fri 07:00-19:00
            {name: a, webhook: {url: 'ftp://x'}}          | line 3: 'notify.receivers.webhook.url' must be an address such as https://host.example/path
            {name: a, snmp: {host: h, version: 3}}        | line 3: 'notify.receivers.snmp' needs authentication-password-file: PATH, or authentication: none
            {name: a, syslog: {host: h}, incidents: node-lost} | line 3: 'notify.receivers.incidents' must be one of all, component, node, site, planned-switch, rolling-update, partition, split-brain, flapping, failed
            """)
    void namesLineAndRemedy(String receiver, String expected) {
        String text = "notify:\n  receivers:\n  - " + receiver + "\n";
        var problem = assertThrows(ConfigException.class, () -> read(text));
        assertEquals(expected, problem.problems().getFirst().toString());
    }

    @Test
    void aMailNeedsAnAddress() {
        String text = "notify:\n  smtp: {host: h}\n  receivers:\n  - {name: a, email: []}\n";
        var problem = assertThrows(ConfigException.class, () -> read(text));
        assertEquals(
                "line 4: 'notify.receivers.email' needs an address",
                problem.problems().getFirst().toString());
    }

    @Test
    void aSecretNeverStandsInTheFile() {
        String text = "notify:\n  smtp:\n    host: h\n    user: u\n    password: secret\n";
        var problem = assertThrows(ConfigException.class, () -> read(text));
        assertTrue(
                problem.problems().getFirst().toString().startsWith("line 5: 'notify.smtp.password' must be ${NAME}"));
    }

    @Test
    void secretsAreLookedAtByTheCheckAlone() throws Exception {
        Path file = write("notify:\n  smtp:\n    host: h\n    user: u\n    password-file: smtp\n");
        SettingsReader.read(file);
        assertCheckSays(file, "is not there or cannot be read");
        Path secret = Files.writeString(folder.resolve("smtp"), "s\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
        assertCheckSays(file, "chmod 600 " + secret);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        SettingsReader.check(file);
    }

    private static void assertCheckSays(Path file, String words) {
        var problem = assertThrows(ConfigException.class, () -> SettingsReader.check(file));
        assertEquals(5, problem.problems().getFirst().line());
        assertTrue(String.valueOf(problem.getMessage()).contains(words), problem::toString);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            mon-fri 07:00-19:00, 2026-11-20T06:00:00Z, 2026-11-20T06:00:00Z
            mon-fri 07:00-19:00, 2026-11-20T05:59:59Z, 2026-11-20T06:00:00Z
            mon-fri 07:00-19:00, 2026-11-20T18:00:00Z, 2026-11-23T06:00:00Z
            fri-mon 22:00-06:00, 2026-11-24T04:00:00Z, 2026-11-24T04:00:00Z
            fri-mon 22:00-06:00, 2026-11-24T05:00:00Z, 2026-11-27T21:00:00Z
            sun 00:00-24:00,     2026-11-22T22:30:00Z, 2026-11-22T22:30:00Z
            mon-fri 07:00-19:00, 2026-03-28T12:00:00Z, 2026-03-30T05:00:00Z
            """)
    void messagesWaitForTheHours(String hours, Instant time, Instant told) throws Exception {
        Hours read = read("notify: {receivers: [{name: a, syslog: {host: h}, hours: '" + hours + "'}]}")
                .receivers()
                .getFirst()
                .hours();
        assertEquals(told, read.nextFrom(time, BERLIN));
        assertEquals(time.equals(told), read.contain(time, BERLIN));
    }

    @Test
    void proofComesDailyUnlessOtherwiseSaid() throws Exception {
        ReceiverSettings receiver = read("notify: {receivers: [{name: a, syslog: {host: h}}]}")
                .receivers()
                .getFirst();
        Instant morning = Instant.parse("2026-11-20T07:00:00Z");
        assertEquals(
                Optional.of(morning.plus(Duration.ofDays(1))), receiver.proof().nextAfter(morning, BERLIN));
        assertEquals(Optional.of(morning), receiver.proof().nextAfter(morning.minusNanos(1), BERLIN));
        assertFalse(receiver.planned());
    }
}
