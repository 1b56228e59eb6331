package io.failsight.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who may come in from the network; this machine always may. Immutable.
 *
 * @param udpAllow addresses that may send over UDP
 * @param plainAllow addresses that may send over TCP without TLS
 * @param otlpAllow addresses that may send OTLP without TLS and credentials
 * @param requireTls whether doors that speak TLS refuse everything else, even from this machine
 * @param clientCertificates what is asked of senders that speak TLS
 * @param clientAuthority PEM file of who signs their certificates; empty means the appliance's own authority
 * @param requireCredentials doors that let nobody in over TLS without a certificate
 * @param rate most bytes a second of one sender of the network, over all its connections
 */
public record DoorSettings(
        List<AddressRange> udpAllow,
        List<AddressRange> plainAllow,
        List<AddressRange> otlpAllow,
        boolean requireTls,
        ClientCertificates clientCertificates,
        Optional<Path> clientAuthority,
        List<CredentialDoor> requireCredentials,
        long rate) {
    public DoorSettings {
        udpAllow = List.copyOf(udpAllow);
        plainAllow = List.copyOf(plainAllow);
        otlpAllow = List.copyOf(otlpAllow);
        requireCredentials = List.copyOf(requireCredentials);
    }

    /** Doors where a credential can be asked for; OTLP always asks. */
    public enum CredentialDoor {
        SYSLOG_TLS("syslog-tls"),
        JSON_LINES("json-lines"),
        LUMBERJACK("lumberjack");

        private final String id;

        CredentialDoor(String id) {
            this.id = id;
        }

        /** The word in failsight.yaml. */
        public String id() {
            return id;
        }
    }

    /** Whether that door lets nobody in over TLS without a certificate. */
    public boolean requiresCredential(CredentialDoor door) {
        return clientCertificates == ClientCertificates.REQUIRED || requireCredentials.contains(door);
    }

    /** What is asked of senders that speak TLS. */
    public enum ClientCertificates {
        NONE,
        ACCEPTED,
        REQUIRED;

        /** The word in failsight.yaml. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
