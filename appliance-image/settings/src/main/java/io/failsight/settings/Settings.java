package io.failsight.settings;

import io.failsight.settings.access.AccessSettings;
import io.failsight.settings.notify.NotifySettings;
import io.failsight.settings.topology.Cluster;
import io.failsight.settings.topology.ExpectedSource;
import io.failsight.settings.topology.Site;
import io.failsight.settings.topology.Watch;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator set in failsight.yaml, defaults filled in. Immutable.
 *
 * @param listen address of the console and the doors of logs; {@code 127.0.0.1} keeps them on this machine
 * @param ports one port (1 to 65535) for every door
 * @param heaps Java heap limit in MiB for every part
 * @param timeZone zone of lines that carry none; empty means this machine's
 * @param files more files to follow, as patterns
 * @param sites where the nodes stand
 * @param clusters more about clusters
 * @param sources sources that must speak
 * @param watches checks that ask nodes
 * @param reach addresses that checks and webhooks may ask although they are refused otherwise
 * @param doors who may come in
 * @param access who may sign in beside the local accounts
 * @param incidents how failovers are told
 * @param notifications who is told
 * @param retention how long entries are kept
 * @param disk most room on disk
 * @param promoted keys of attributes that get a field of their own, each once
 * @param canary how often an entry of our own passes the whole way
 */
public record Settings(
        String listen,
        Map<Door, Integer> ports,
        Map<PartName, Integer> heaps,
        Optional<ZoneId> timeZone,
        List<String> files,
        List<Site> sites,
        List<Cluster> clusters,
        List<ExpectedSource> sources,
        List<Watch> watches,
        List<AddressRange> reach,
        DoorSettings doors,
        AccessSettings access,
        IncidentSettings incidents,
        NotifySettings notifications,
        Retention retention,
        DiskRoom disk,
        List<String> promoted,
        Duration canary) {
    /** Loopback: nothing is opened to the network. */
    public static final String LOOPBACK = "127.0.0.1";

    public Settings {
        ports = Map.copyOf(ports);
        heaps = Map.copyOf(heaps);
        files = List.copyOf(files);
        sites = List.copyOf(sites);
        clusters = List.copyOf(clusters);
        sources = List.copyOf(sources);
        watches = List.copyOf(watches);
        reach = List.copyOf(reach);
        promoted = List.copyOf(promoted);
        if (ports.size() != Door.values().length || heaps.size() != PartName.values().length) {
            throw new IllegalArgumentException("every door needs a port and every part a heap");
        }
    }

    /** The settings of an empty failsight.yaml. */
    public static Settings defaults() {
        return SettingsReader.empty();
    }

    /** {@link #timeZone}, else this machine's. */
    public ZoneId zone() {
        return timeZone.orElseGet(ZoneId::systemDefault);
    }

    /** The same settings with another address to listen on. */
    public Settings withListen(String address) {
        return with(address, ports);
    }

    /** The same settings with other ports. */
    public Settings withPorts(Map<Door, Integer> others) {
        return with(listen, others);
    }

    private Settings with(String address, Map<Door, Integer> others) {
        return new Settings(
                address,
                others,
                heaps,
                timeZone,
                files,
                sites,
                clusters,
                sources,
                watches,
                reach,
                doors,
                access,
                incidents,
                notifications,
                retention,
                disk,
                promoted,
                canary);
    }

    /** Port of a door. */
    public int port(Door door) {
        return ports.getOrDefault(door, door.defaultPort());
    }

    /** Heap limit of a part in MiB. */
    public int heapMebibytes(PartName part) {
        return heaps.getOrDefault(part, 256);
    }

    /** True when the console and the doors are reachable from other machines, so that the console speaks TLS. */
    public boolean open() {
        return !listen.equals(LOOPBACK) && !listen.equals("localhost") && !listen.equals("::1");
    }

    /** True when the doors are open on every address of this machine. */
    public boolean openEverywhere() {
        return listen.equals("0.0.0.0") || listen.equals("::");
    }

    /** Doors that are bound with these settings: the TLS port of the console only when it is open. */
    public boolean uses(Door door) {
        return door != Door.CONSOLE_TLS || open();
    }

    /** Address that a door is bound to: what holds and manages the data never leaves loopback. */
    public String address(Door door) {
        return switch (door) {
            case CONSOLE, CONSOLE_TLS, SYSLOG, SYSLOG_TLS, JSON_LINES, LUMBERJACK, OTLP_GRPC, OTLP_HTTP -> listen;
            case COLLECTOR_MANAGEMENT, ENGINE_MANAGEMENT, OPENSEARCH -> LOOPBACK;
        };
    }

    /** Address to type into a browser. */
    public String consoleAddress() {
        if (!open()) {
            return "http://localhost:" + port(Door.CONSOLE) + "/";
        }
        String host = openEverywhere() ? HostNames.name() : listen;
        return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port(Door.CONSOLE_TLS) + "/";
    }
}
