package io.failsight.settings.notify;

import io.failsight.settings.notify.MailServer.Security;
import io.failsight.settings.notify.Target.Account;
import io.failsight.settings.notify.Target.Syslog.Transport;
import io.failsight.settings.yaml.Key;
import io.failsight.settings.yaml.Shape;
import io.failsight.settings.yaml.Shapes;
import io.failsight.settings.yaml.Table;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of the mail server and of the four kinds of targets. */
final class TargetKeys {
    static final Shape<String> MAIL_ADDRESS = new Shape.Scalar<>(
            "a mail address such as operator@site.example",
            text -> text.matches("[\\w.+%'/=~^*!#$&?{|}-]+@[\\p{L}\\d.-]+") ? Optional.of(text) : Optional.empty());

    private static final int SYSLOG_PORT = 514;
    private static final int SYSLOG_TLS_PORT = 6514;
    private static final List<String> FACILITIES = List.of(
            "kern",
            "user",
            "mail",
            "daemon",
            "auth",
            "syslog",
            "lpr",
            "news",
            "uucp",
            "cron",
            "authpriv",
            "ftp",
            "ntp",
            "audit",
            "alert",
            "clock",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7");

    private static final Key<String> HOST = Key.of("host", Shapes.HOST, "Its name or address.");
    private static final Key<Path> AUTHORITY = SecretKeys.AUTHORITY_FILE;

    // --- smtp
    private static final Key<Integer> SMTP_PORT =
            Key.of("port", Shapes.port("587"), "Its port; else 587 with `starttls`, 465 with `tls`, 25 with `none`.");
    private static final Key<Security> SECURITY = new Key<>(
            "security",
            Shapes.oneOf(List.of(Security.values()), Security::id),
            "starttls",
            "`starttls` begins in the clear and sends nothing until it is protected; `tls` is protected from the first byte; `none` is not.");
    private static final Key<String> SMTP_USER = Key.of("user", Shapes.WORD, "Account; without one nobody signs in.");
    private static final SecretKeys SMTP_PASSWORD = new SecretKeys("password", "Password of the account.");
    private static final Key<String> FROM = Key.of("from", MAIL_ADDRESS, "Sender; else `failsight@` and this machine.");
    private static final Key<Duration> TIMEOUT =
            new Key<>("timeout", Shapes.SPAN, "20s", "Longest wait for an answer of the server.");
    static final Shape<MailServer> SMTP = new Shape.Mapping<>(
            List.of(
                    HOST,
                    SMTP_PORT,
                    SECURITY,
                    SMTP_USER,
                    SMTP_PASSWORD.file(),
                    SMTP_PASSWORD.variable(),
                    FROM,
                    TIMEOUT,
                    AUTHORITY),
            TargetKeys::mailServer);

    // --- webhook
    private static final Key<URI> URL = Key.of("url", Shapes.HTTP_URL, "Where each message is posted to.");
    private static final SecretKeys SIGNING =
            new SecretKeys("secret", "Key of the signature that each request carries.");
    private static final SecretKeys TOKEN = new SecretKeys("token", "Bearer token that each request carries.");
    static final Shape<Target.Webhook> WEBHOOK = new Shape.Mapping<>(
            List.of(URL, SIGNING.file(), SIGNING.variable(), TOKEN.file(), TOKEN.variable(), AUTHORITY),
            TargetKeys::webhook);

    // --- syslog
    private static final Key<Integer> SYSLOG =
            Key.of("port", Shapes.port("514"), "Its port; else 514, with `tls` 6514.");
    private static final Key<Transport> TRANSPORT = new Key<>(
            "transport", Shapes.oneOf(List.of(Transport.values()), Transport::id), "udp", "How messages travel.");
    private static final Key<String> FACILITY = new Key<>(
            "facility", Shapes.oneOf(FACILITIES, facility -> facility), "local0", "Facility of the messages.");
    static final Shape<Target.Syslog> SYSLOG_TARGET =
            new Shape.Mapping<>(List.of(HOST, SYSLOG, TRANSPORT, FACILITY, AUTHORITY), TargetKeys::syslog);

    // --- snmp
    private static final Key<Integer> SNMP_PORT = new Key<>("port", Shapes.port("162"), "162", "Its port.");
    private static final Key<String> VERSION = new Key<>(
            "version", Shapes.oneOf(List.of("2c", "3"), version -> version), "2c", "Version of the protocol.");
    private static final SecretKeys COMMUNITY =
            new SecretKeys("community", "Community of version 2c, `public` where none is given.");
    private static final Key<String> SNMP_USER = Key.of("user", Shapes.WORD, "User (security name) of version 3.");
    private static final Key<String> AUTHENTICATION = new Key<>(
            "authentication",
            Shapes.oneOf(List.of("none", "md5", "sha1", "sha256", "sha512"), word -> word),
            "sha256",
            "How the user proves who it is.");
    private static final SecretKeys AUTHENTICATION_PASSWORD =
            new SecretKeys("authentication-password", "At least 8 characters.");
    private static final Key<String> PRIVACY = new Key<>(
            "privacy",
            Shapes.oneOf(List.of("none", "aes128", "aes256"), word -> word),
            "aes128",
            "How the traps are encrypted.");
    private static final SecretKeys PRIVACY_PASSWORD = new SecretKeys("privacy-password", "At least 8 characters.");
    static final Shape<Target.Snmp> SNMP = new Shape.Mapping<>(
            List.of(
                    HOST,
                    SNMP_PORT,
                    VERSION,
                    COMMUNITY.file(),
                    COMMUNITY.variable(),
                    SNMP_USER,
                    AUTHENTICATION,
                    AUTHENTICATION_PASSWORD.file(),
                    AUTHENTICATION_PASSWORD.variable(),
                    PRIVACY,
                    PRIVACY_PASSWORD.file(),
                    PRIVACY_PASSWORD.variable()),
            TargetKeys::snmp);

    private TargetKeys() {}

    private static Optional<MailServer> mailServer(Table table) {
        Optional<String> host = table.required(HOST);
        Security security = table.value(SECURITY);
        Optional<Secret> password = SMTP_PASSWORD.read(table);
        if (table.has(SMTP_USER) != password.isPresent()
                && !table.has(SMTP_PASSWORD.file())
                && !table.has(SMTP_PASSWORD.variable())) {
            table.problem(SMTP_USER, "'" + table.path() + ".user' needs password-file: PATH");
        } else if (password.isPresent() && !table.has(SMTP_USER)) {
            table.problem("'" + table.path() + "' has a password and no user: write user: NAME");
        }
        return host.map(name -> new MailServer(
                name,
                table.optional(SMTP_PORT).orElse(security.defaultPort()),
                security,
                table.optional(SMTP_USER).orElse(""),
                password,
                table.optional(FROM).orElse(""),
                table.value(TIMEOUT),
                table.optional(AUTHORITY)));
    }

    private static Optional<Target.Webhook> webhook(Table table) {
        Optional<Secret> secret = SIGNING.read(table);
        Optional<Secret> token = TOKEN.read(table);
        return table.required(URL).map(url -> new Target.Webhook(url, secret, token, table.optional(AUTHORITY)));
    }

    private static Optional<Target.Syslog> syslog(Table table) {
        Transport transport = table.value(TRANSPORT);
        int port = table.optional(SYSLOG).orElse(transport == Transport.TLS ? SYSLOG_TLS_PORT : SYSLOG_PORT);
        return table.required(HOST)
                .map(host -> new Target.Syslog(
                        host, port, transport, FACILITIES.indexOf(table.value(FACILITY)), table.optional(AUTHORITY)));
    }

    private static Optional<Target.Snmp> snmp(Table table) {
        Optional<Account> account = table.value(VERSION).equals("2c") ? community(table) : user(table);
        Optional<String> host = table.required(HOST);
        return account.flatMap(speaker -> host.map(name -> new Target.Snmp(name, table.value(SNMP_PORT), speaker)));
    }

    private static Optional<Account> community(Table table) {
        if (table.has(SNMP_USER)) {
            table.problem(SNMP_USER, "'" + table.path() + ".user' is for version 3: write version: 3");
        }
        return Optional.of(new Account.Community(COMMUNITY.read(table)));
    }

    private static Optional<Account> user(Table table) {
        String authentication = table.value(AUTHENTICATION);
        String privacy = authentication.equals("none") && !table.has(PRIVACY) ? "none" : table.value(PRIVACY);
        Optional<Secret> authenticationPassword = AUTHENTICATION_PASSWORD.read(table);
        Optional<Secret> privacyPassword = PRIVACY_PASSWORD.read(table);
        if (!authentication.equals("none") && authenticationPassword.isEmpty()) {
            table.problem("'" + table.path() + "' needs authentication-password-file: PATH, or authentication: none");
        }
        if (!privacy.equals("none") && privacyPassword.isEmpty()) {
            table.problem("'" + table.path() + "' needs privacy-password-file: PATH, or privacy: none");
        }
        if (authentication.equals("none") && !privacy.equals("none")) {
            table.problem(PRIVACY, "'" + table.path() + ".privacy' needs an authentication other than none");
        }
        return table.required(SNMP_USER)
                .map(user -> new Account.User(user, authentication, authenticationPassword, privacy, privacyPassword));
    }
}
