package io.failsight.runtime.config;

import java.util.EnumMap;
import java.util.Map;

/**
 * What the operator set in failsight.yaml, defaults filled in. Immutable.
 *
 * @param listen address of the console; {@code 127.0.0.1} keeps it on this machine and without TLS
 * @param ports one port (1 to 65535) for every door
 * @param heaps Java heap limit in MiB for every part
 */
public record Settings(String listen, Map<Door, Integer> ports, Map<PartName, Integer> heaps) {
    /** Loopback: nothing is opened to the network. */
    public static final String LOOPBACK = "127.0.0.1";

    public Settings {
        ports = Map.copyOf(ports);
        heaps = Map.copyOf(heaps);
        if (ports.size() != Door.values().length || heaps.size() != PartName.values().length) {
            throw new IllegalArgumentException("every door needs a port and every part a heap");
        }
    }

    /** The settings of an empty failsight.yaml. */
    public static Settings defaults() {
        var ports = new EnumMap<Door, Integer>(Door.class);
        for (Door door : Door.values()) {
            ports.put(door, door.defaultPort());
        }
        return new Settings(
                LOOPBACK, ports, Map.of(PartName.OPENSEARCH, 2048, PartName.COLLECTOR, 256, PartName.ENGINE, 256));
    }

    /** The same settings with another console address. */
    public Settings withListen(String address) {
        return new Settings(address, ports, heaps);
    }

    /** Port of a door. */
    public int port(Door door) {
        return ports.getOrDefault(door, door.defaultPort());
    }

    /** Heap limit of a part in MiB. */
    public int heapMebibytes(PartName part) {
        return heaps.getOrDefault(part, 256);
    }

    /** True when the console is reachable from other machines, so that it speaks TLS. */
    public boolean open() {
        return !listen.equals(LOOPBACK) && !listen.equals("localhost") && !listen.equals("::1");
    }

    /** Doors that are bound with these settings: the TLS port of the console only when it is open. */
    public boolean uses(Door door) {
        return door != Door.CONSOLE_TLS || open();
    }

    /** Address that a door is bound to: only the console ever leaves loopback. */
    public String address(Door door) {
        return door == Door.CONSOLE || door == Door.CONSOLE_TLS ? listen : LOOPBACK;
    }

    /** Address to type into a browser. */
    public String consoleAddress() {
        if (!open()) {
            return "http://localhost:" + port(Door.CONSOLE) + "/";
        }
        String host = listen.equals("0.0.0.0") || listen.equals("::") ? HostNames.name() : listen;
        return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port(Door.CONSOLE_TLS) + "/";
    }
}
