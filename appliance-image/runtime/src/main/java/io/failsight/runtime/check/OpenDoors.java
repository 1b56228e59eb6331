package io.failsight.runtime.check;

import io.failsight.settings.AddressRange;
import io.failsight.settings.Door;
import io.failsight.settings.DoorSettings;
import io.failsight.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says which doors are open to whom. Stateless. */
public final class OpenDoors {
    private OpenDoors() {}

    /** One line each; one line alone when nothing is open to the network. */
    public static List<String> lines(Settings settings) {
        if (!settings.open()) {
            return List.of(
                    "Doors: open to this machine only; --listen ADDR (or 'listen' in failsight.yaml) opens them.");
        }
        DoorSettings doors = settings.doors();
        List<String> lines = new ArrayList<>();
        lines.add("Doors, on " + settings.listen() + ":");
        if (!doors.requireCredentials().isEmpty()) {
            lines.add("  Only with a certificate: "
                    + doors.requireCredentials().stream()
                            .map(DoorSettings.CredentialDoor::id)
                            .collect(Collectors.joining(", ")));
        }
        lines.add("  TLS, " + whom(doors) + ": syslog " + settings.port(Door.SYSLOG_TLS) + ", JSON lines "
                + settings.port(Door.JSON_LINES) + ", Lumberjack " + settings.port(Door.LUMBERJACK)
                + " (senders need secrets/ca.crt)");
        String plain = "syslog " + settings.port(Door.SYSLOG)
                + (doors.requireTls()
                        ? ""
                        : ", JSON lines " + settings.port(Door.JSON_LINES) + ", Lumberjack "
                                + settings.port(Door.LUMBERJACK));
        lines.add("  TCP without TLS: " + plain + " " + to(doors.plainAllow(), "plain-allow"));
        lines.add("  UDP: syslog " + settings.port(Door.SYSLOG) + " " + to(doors.udpAllow(), "udp-allow"));
        String otlp = settings.port(Door.OTLP_GRPC) + ", " + settings.port(Door.OTLP_HTTP);
        lines.add("  OTLP over TLS, who has a certificate or a token (./failsight sender add): " + otlp);
        lines.add("  OTLP without TLS: " + otlp + " " + to(doors.otlpAllow(), "otlp-allow"));
        return lines;
    }

    private static String whom(DoorSettings doors) {
        return switch (doors.clientCertificates()) {
            case NONE -> "anybody";
            case ACCEPTED -> "anybody, with a certificate by its name";
            case REQUIRED -> "who has a certificate";
        };
    }

    private static String to(List<AddressRange> allowed, String key) {
        return allowed.isEmpty()
                ? "to this machine only (doors." + key + " in failsight.yaml)"
                : "to " + allowed.stream().map(AddressRange::text).collect(Collectors.joining(", "));
    }
}
