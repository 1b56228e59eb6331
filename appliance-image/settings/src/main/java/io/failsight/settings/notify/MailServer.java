package io.failsight.settings.notify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The SMTP server that takes mails. Immutable.
 *
 * @param host name or address
 * @param port port
 * @param security how the connection is protected
 * @param user account; empty sends without authentication
 * @param password its password
 * @param from sender of the mails
 * @param timeout longest wait for an answer
 * @param authorityFile certificate authority of the server
 */
public record MailServer(
        String host,
        int port,
        Security security,
        String user,
        Optional<Secret> password,
        String from,
        Duration timeout,
        Optional<Path> authorityFile) {
    /** How the connection is protected. */
    public enum Security {
        /** Begins in the clear and must change to TLS; without it nothing is sent. */
        STARTTLS(587),
        /** TLS from the first byte. */
        TLS(465),
        /** In the clear. */
        NONE(25);

        private final int defaultPort;

        Security(int defaultPort) {
            this.defaultPort = defaultPort;
        }

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Port where none is given. */
        public int defaultPort() {
            return defaultPort;
        }
    }
}
