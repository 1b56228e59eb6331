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
 * @param otlpAllow addresses that may send OTLP; none keeps its doors on this machine
 * @param requireTls whether doors that speak TLS refuse everything else, even from this machine
 * @param clientCertificates what is asked of senders that speak TLS
 * @param clientAuthority PEM file of who signs their certificates; empty means the appliance's own authority
 */
public record DoorSettings(
        List<AddressRange> udpAllow,
        List<AddressRange> plainAllow,
        List<AddressRange> otlpAllow,
        boolean requireTls,
        ClientCertificates clientCertificates,
        Optional<Path> clientAuthority) {
    public DoorSettings {
        udpAllow = List.copyOf(udpAllow);
        plainAllow = List.copyOf(plainAllow);
        otlpAllow = List.copyOf(otlpAllow);
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
