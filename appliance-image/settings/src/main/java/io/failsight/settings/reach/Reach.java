package io.failsight.settings.reach;

import io.failsight.settings.AddressRange;
import io.failsight.settings.Door;
import io.failsight.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which addresses checks and webhooks may ask (ADR 10). Names are resolved here and the answer is what is connected to, so that a name that means
 * something else a moment later leads nowhere. Immutable, thread-safe.
 */
public final class Reach {
    /** Addresses at which clouds tell machines their secrets; most are link-local anyway. */
    private static final List<AddressRange> METADATA = Stream.of(
                    "169.254.0.0/16", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254", "fe80::/10")
            .map(text -> AddressRange.read(text).orElseThrow())
            .toList();
    /** Doors behind which nobody asks who one is, since only this machine can come to them. */
    private static final List<Door> INNER = List.of(Door.OPENSEARCH, Door.COLLECTOR_MANAGEMENT, Door.ENGINE_MANAGEMENT);

    private final Set<Integer> innerPorts;
    private final List<AddressRange> allowed;
    private final Resolver resolver;

    /** Asks for the addresses of a name. */
    @FunctionalInterface
    public interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** A name that means no address that may be asked. */
    public static final class Forbidden extends IOException {
        private static final long serialVersionUID = 1L;

        Forbidden(String message) {
            super(message);
        }
    }

    /**
     * @param innerPorts ports of loopback that are not to be asked
     * @param allowed addresses that may be asked all the same
     */
    public Reach(Set<Integer> innerPorts, List<AddressRange> allowed, Resolver resolver) {
        this.innerPorts = Set.copyOf(innerPorts);
        this.allowed = List.copyOf(allowed);
        this.resolver = resolver;
    }

    /** What failsight.yaml says, with the names of this machine's resolver. */
    public static Reach of(Settings settings) {
        return new Reach(
                INNER.stream().map(settings::port).collect(Collectors.toSet()),
                settings.reach(),
                InetAddress::getAllByName);
    }

    /**
     * The addresses of a name that may be connected to, at least one.
     *
     * @throws Forbidden when there are addresses, and none of them may be asked
     * @throws UnknownHostException when there is none
     */
    public List<InetAddress> addresses(String host, int port) throws IOException {
        List<InetAddress> found = Arrays.asList(resolver.addresses(host));
        List<InetAddress> open = new ArrayList<>();
        for (InetAddress address : found) {
            if (mayAsk(address, port)) {
                open.add(address);
            }
        }
        if (open.isEmpty() && !found.isEmpty()) {
            throw new Forbidden(found.getFirst().getHostAddress() + " port " + port
                    + " is not to be asked (an address of this link, of a cloud's own services, or an inner port of Failsight);"
                    + " name it under 'reach' in failsight.yaml if it is meant");
        }
        if (open.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return open;
    }

    private boolean mayAsk(InetAddress address, int port) {
        if (allowed.stream().anyMatch(range -> range.contains(address))) {
            return true;
        }
        boolean inner = address.isLoopbackAddress() && innerPorts.contains(port);
        return !inner
                && !address.isAnyLocalAddress() // which connects to loopback
                && !address.isLinkLocalAddress()
                && !address.isMulticastAddress()
                && address.getAddress()[0] != (byte) 0xFF
                && METADATA.stream().noneMatch(range -> range.contains(address));
    }
}
