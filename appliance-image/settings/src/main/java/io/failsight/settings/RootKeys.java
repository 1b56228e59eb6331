package io.failsight.settings;

import io.failsight.model.PromotedField;
import io.failsight.model.PromotedKeys;
import io.failsight.settings.access.AccessKeys;
import io.failsight.settings.notify.NotifyKeys;
import io.failsight.settings.topology.TopologyKeys;
import io.failsight.settings.yaml.Key;
import io.failsight.settings.yaml.Shape;
import io.failsight.settings.yaml.Shapes;
import io.failsight.settings.yaml.Table;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys at the top of the file. */
final class RootKeys {
    private static final Key<String> LISTEN = new Key<>(
            "listen",
            new Shape.Scalar<>(
                    "an address such as 127.0.0.1 or 0.0.0.0",
                    text -> Optional.of(text).filter(address -> !address.isBlank())),
            Settings.LOOPBACK,
            "Address of the console and the doors of logs. `127.0.0.1` keeps them on this machine; any other opens"
                    + " them, `0.0.0.0` on all addresses: the console with TLS, the others with TLS and for whom `doors`"
                    + " lets in.");

    private static final Map<Door, Key<Integer>> PORTS = new EnumMap<>(Door.class);
    private static final Map<PartName, Key<Integer>> HEAPS = new EnumMap<>(PartName.class);

    static {
        for (Door door : Door.values()) {
            String number = String.valueOf(door.defaultPort());
            PORTS.put(door, new Key<>(door.key(), Shapes.port(number), number, sentence(door.about())));
        }
        for (PartName part : PartName.values()) {
            String heap = part == PartName.OPENSEARCH ? "2g" : "256m";
            HEAPS.put(part, new Key<>(part.id(), Shapes.HEAP_SIZE, heap, sentence(part.title())));
        }
    }

    private static final Key<Map<Door, Integer>> PORTS_KEY = Key.of(
            "ports",
            new Shape.Mapping<>(List.copyOf(PORTS.values()), table -> Optional.of(ports(table))),
            "Ports. `listen` opens those of the console and of logs; the others are on loopback.");
    private static final Key<Map<PartName, Integer>> MEMORY = Key.of(
            "memory",
            new Shape.Mapping<>(List.copyOf(HEAPS.values()), table -> Optional.of(heaps(table))),
            "Java heap of each part.");
    private static final Key<ZoneId> ZONE = Key.of(
            "time-zone",
            Shapes.ZONE,
            "Time zone of lines that carry none, and of times in messages; else this machine's.");
    private static final Key<List<String>> FILES = Key.of(
            "files", Shapes.listOf(Shapes.FILE_PATTERN), "More files to follow, beside this machine's own logs.");

    private static final Key<Duration> KEEP =
            new Key<>("keep", Shapes.DAYS, "365d", "Evidence such as sign-ins and failovers.");
    private static final Key<Duration> NORMAL = new Key<>("normal", Shapes.DAYS, "30d", "What is neither.");
    private static final Key<Duration> BULKY = new Key<>("bulky", Shapes.DAYS, "7d", "Debug lines and spans.");
    private static final Key<Duration> KEEP_AT_LEAST = new Key<>(
            "keep-at-least",
            Shapes.DAYS,
            "7d",
            "Evidence that is younger is never evicted for room; what is older goes when nothing else is left to go.");
    private static final Key<Retention> RETENTION = Key.of(
            "retention",
            new Shape.Mapping<>(
                    List.of(KEEP, NORMAL, BULKY, KEEP_AT_LEAST),
                    table -> Optional.of(new Retention(
                            table.value(KEEP), table.value(NORMAL), table.value(BULKY), table.value(KEEP_AT_LEAST)))),
            "How long entries are kept after their index was closed. What is worth less goes first when the disk gets"
                    + " full.");

    private static final Key<List<String>> PROMOTE = Key.of(
            "promote",
            Shapes.listOf(new Shape.Scalar<>(
                    "the key of an attribute such as k8s.pod.name (letters, digits and _ . @ / -), which is not a field of its own already",
                    text -> Optional.of(text).filter(PromotedField::isKey))),
            "Attributes that get a field of their own from the next index on, at most " + PromotedKeys.MAX
                    + ": their values are counted exactly and searched faster. Entries of older indices are found as before.");

    private static final Key<Duration> LATENESS = new Key<>(
            "lateness",
            Shapes.SPAN,
            "2m",
            "How long an incident waits for late entries before it counts as final. It opens at once all the same.");
    private static final Key<Duration> TAKEOVER_LIMIT = new Key<>(
            "takeover-limit", Shapes.SPAN, "120s", "Within it somebody must take over, else the failover has failed.");
    private static final Key<IncidentSettings> INCIDENTS = Key.of(
            "incidents",
            new Shape.Mapping<>(
                    List.of(LATENESS, TAKEOVER_LIMIT),
                    table -> Optional.of(new IncidentSettings(table.value(LATENESS), table.value(TAKEOVER_LIMIT)))),
            "How failovers are told.");

    private static final Key<List<AddressRange>> REACH = Key.of(
            "reach",
            Shapes.listOf(new Shape.Scalar<>("an address or a range such as 192.0.2.0/24", AddressRange::read)),
            "Addresses that checks and webhooks may ask although they are refused otherwise: those of the link itself"
                    + " (169.254.0.0/16, fe80::/10), those at which clouds tell machines their secrets, and on loopback the ports"
                    + " of OpenSearch and of management.");

    private static final Key<Duration> CANARY = new Key<>(
            "canary",
            Shapes.SPAN,
            "10s",
            "How often an entry of Failsight's own passes the whole way into the index. Its delay, loss and duplication are"
                    + " in the status and among the metrics.");

    /** All keys, in the order of the documentation. */
    static final List<Key<?>> ALL = List.of(
            LISTEN,
            PORTS_KEY,
            MEMORY,
            ZONE,
            FILES,
            TopologyKeys.SITES,
            TopologyKeys.CLUSTERS,
            TopologyKeys.SOURCES,
            TopologyKeys.WATCH,
            REACH,
            DoorKeys.DOORS,
            AccessKeys.ACCESS,
            INCIDENTS,
            NotifyKeys.NOTIFY,
            RETENTION,
            DiskKeys.DISK,
            PROMOTE,
            CANARY);

    static final Shape<Settings> FILE = new Shape.Mapping<>(ALL, table -> Optional.of(settings(table)));

    private RootKeys() {}

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    private static Settings settings(Table table) {
        return new Settings(
                table.value(LISTEN),
                table.value(PORTS_KEY),
                table.value(MEMORY),
                table.optional(ZONE),
                table.value(FILES),
                table.value(TopologyKeys.SITES),
                table.value(TopologyKeys.CLUSTERS),
                table.value(TopologyKeys.SOURCES),
                table.value(TopologyKeys.WATCH),
                table.value(REACH),
                table.value(DoorKeys.DOORS),
                table.value(AccessKeys.ACCESS),
                table.value(INCIDENTS),
                table.value(NotifyKeys.NOTIFY),
                table.value(RETENTION),
                table.value(DiskKeys.DISK),
                promoted(table),
                table.value(CANARY));
    }

    private static List<String> promoted(Table table) {
        List<String> keys = table.value(PROMOTE).stream().distinct().toList();
        if (keys.size() > PromotedKeys.MAX) {
            table.problem(
                    PROMOTE,
                    "promote names " + keys.size() + " attributes, at most " + PromotedKeys.MAX
                            + " can have a field of their own");
        }
        return keys;
    }

    private static Map<Door, Integer> ports(Table table) {
        Map<Door, Integer> ports = new EnumMap<>(Door.class);
        PORTS.forEach((door, key) -> ports.put(door, table.value(key)));
        Map<Integer, Door> owners = new HashMap<>();
        PORTS.forEach((door, key) -> {
            Door other = owners.putIfAbsent(table.value(key), door);
            if (other != null) {
                Key<Integer> otherKey = PORTS.getOrDefault(other, key);
                table.problem(
                        table.has(key) ? key : otherKey,
                        "ports." + door.key() + " and ports." + other.key() + " are the same; change one");
            }
        });
        return ports;
    }

    private static Map<PartName, Integer> heaps(Table table) {
        Map<PartName, Integer> heaps = new EnumMap<>(PartName.class);
        HEAPS.forEach((part, key) -> heaps.put(part, table.value(key)));
        return heaps;
    }
}
