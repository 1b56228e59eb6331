package io.failsight.settings;

import io.failsight.settings.DoorSettings.ClientCertificates;
import io.failsight.settings.DoorSettings.CredentialDoor;
import io.failsight.settings.yaml.Key;
import io.failsight.settings.yaml.Shape;
import io.failsight.settings.yaml.Shapes;
import io.failsight.settings.yaml.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The keys under {@code doors:}. */
final class DoorKeys {
    private static final Shape<List<AddressRange>> RANGES =
            Shapes.listOf(new Shape.Scalar<>("an address or a range such as 192.0.2.0/24", AddressRange::read));

    private static final Key<List<AddressRange>> UDP_ALLOW = Key.of(
            "udp-allow",
            RANGES,
            "Addresses that may send syslog over UDP, which carries no credentials, when `listen` opens the doors.");
    private static final Key<List<AddressRange>> PLAIN_ALLOW = Key.of(
            "plain-allow",
            RANGES,
            "Addresses that may send syslog, JSON lines and Lumberjack over TCP without TLS, when `listen` opens the"
                    + " doors.");
    private static final Key<List<AddressRange>> OTLP_ALLOW = Key.of(
            "otlp-allow",
            RANGES,
            "Addresses that may send OTLP without TLS and credentials, when `listen` opens the doors. From everywhere else"
                    + " OTLP comes over TLS with a sender's certificate or token (`./failsight sender add`).");
    private static final Key<Boolean> REQUIRE_TLS = new Key<>(
            "require-tls",
            Shapes.YES_OR_NO,
            "false",
            "Whether the JSON lines and Lumberjack doors refuse what comes without TLS, even from this machine.");
    private static final Key<ClientCertificates> CLIENT_CERTIFICATES = new Key<>(
            "client-certificates",
            Shapes.oneOf(List.of(ClientCertificates.values()), ClientCertificates::id),
            "accepted",
            "What is asked of senders that speak TLS. `accepted`: who has a certificate is known by its common name,"
                    + " who has none by address. `required`: nobody without one.");
    private static final Key<String> CLIENT_AUTHORITY = Key.of(
            "client-authority",
            new Shape.Scalar<>(
                    "an absolute path of a PEM file",
                    text -> text.startsWith("/") && text.chars().noneMatch(Character::isISOControl)
                            ? Optional.of(text)
                            : Optional.empty()),
            "Who signs the certificates of senders; else the appliance's own authority, `secrets/ca.crt`.");

    private static final Key<List<CredentialDoor>> REQUIRE_CREDENTIALS = Key.of(
            "require-credentials",
            Shapes.listOf(Shapes.oneOf(List.of(CredentialDoor.values()), CredentialDoor::id)),
            "Doors that let nobody in from the network over TLS who has no certificate. OTLP always asks for a certificate"
                    + " or a token.");
    private static final Key<Long> RATE = new Key<>(
            "rate",
            Shapes.MEBIBYTES,
            "16m",
            "Most bytes a second that one sender of the network may send, over all its connections; it may save up four"
                    + " seconds. TCP is read slower then, OTLP is told to come again, datagrams are refused.");

    static final Key<DoorSettings> DOORS = Key.of(
            "doors",
            new Shape.Mapping<>(
                    List.of(
                            UDP_ALLOW,
                            PLAIN_ALLOW,
                            OTLP_ALLOW,
                            REQUIRE_TLS,
                            CLIENT_CERTIFICATES,
                            CLIENT_AUTHORITY,
                            REQUIRE_CREDENTIALS,
                            RATE),
                    table -> Optional.of(doors(table))),
            "Who may come in from the network. This machine always may.");

    private DoorKeys() {}

    private static DoorSettings doors(Table table) {
        if (table.value(CLIENT_CERTIFICATES) == ClientCertificates.NONE
                && !table.optional(REQUIRE_CREDENTIALS).orElse(List.of()).isEmpty()) {
            table.problem(
                    REQUIRE_CREDENTIALS,
                    "doors ask for certificates that client-certificates: none never looks at; set that to accepted");
        }
        return new DoorSettings(
                table.value(UDP_ALLOW),
                table.value(PLAIN_ALLOW),
                table.value(OTLP_ALLOW),
                table.value(REQUIRE_TLS),
                table.value(CLIENT_CERTIFICATES),
                table.optional(CLIENT_AUTHORITY).map(Path::of),
                table.optional(REQUIRE_CREDENTIALS).orElse(List.of()),
                table.value(RATE));
    }
}
