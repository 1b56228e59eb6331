package io.failsight.settings.notify;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where notifications go. Immutable; holds no secret, only where it is. */
public sealed interface Target {
    /** Id of its kind: email, webhook, syslog, snmp. */
    String type();

    /** Where to, for people; without any secret. */
    String address();

    /** Mail by the server under {@code notify.smtp}. */
    record Email(List<String> to) implements Target {
        public Email {
            to = List.copyOf(to);
        }

        @Override
        public String type() {
            return "email";
        }

        @Override
        public String address() {
            return String.join(", ", to);
        }
    }

    /**
     * A POST with JSON.
     *
     * @param url where to
     * @param secret key of the signature
     * @param token bearer token of the request
     * @param authorityFile certificate authority of the server
     */
    record Webhook(URI url, Optional<Secret> secret, Optional<Secret> token, Optional<Path> authorityFile)
            implements Target {
        @Override
        public String type() {
            return "webhook";
        }

        /** Without the query, which may carry a secret. */
        @Override
        public String address() {
            return url.toString().replaceFirst("[?#].*", "");
        }
    }

    /** RFC 5424 messages. */
    record Syslog(String host, int port, Transport transport, int facility, Optional<Path> authorityFile)
            implements Target {
        /** How they travel. */
        public enum Transport {
            UDP,
            TCP,
            TLS;

            public String id() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        @Override
        public String type() {
            return "syslog";
        }

        @Override
        public String address() {
            return transport.id() + "://" + host + ":" + port;
        }
    }

    /** SNMP traps. */
    record Snmp(String host, int port, Account account) implements Target {
        @Override
        public String type() {
            return "snmp";
        }

        @Override
        public String address() {
            return "snmp://" + host + ":" + port;
        }
    }

    /** Who speaks SNMP. */
    sealed interface Account {
        /** Version 2c; without a community it is {@code public}. */
        record Community(Optional<Secret> community) implements Account {}

        /**
         * Version 3.
         *
         * @param user security name
         * @param authentication none, md5, sha1, sha256, sha512
         * @param privacy none, aes128, aes256
         */
        record User(
                String user,
                String authentication,
                Optional<Secret> authenticationPassword,
                String privacy,
                Optional<Secret> privacyPassword)
                implements Account {}
    }
}
