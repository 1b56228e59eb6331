package io.failsight.collector.pipeline;

import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.receive.link.Proof;
import io.failsight.settings.sender.Sender;
import io.failsight.settings.sender.SenderRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which node, cluster and site an address or a host name belongs to, as {@code failsight.yaml} says. Immutable after it is built;
 * thread-safe.
 */
final class Topology {
    private final Map<String, Place> byAddress = new HashMap<>();
    private final Map<HostName, Place> byHost = new HashMap<>();
    private @Nullable SenderRegistry senders;

    /**
     * Where something stands; a part that is not known is empty.
     *
     * @param site name of the site
     * @param cluster name of the cluster
     * @param node name of the node
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by identity only
    record Place(byte[] site, byte[] cluster, byte[] node) {
        static final Place UNKNOWN = new Place(new byte[0], new byte[0], new byte[0]);

        static Place of(String site, String cluster, String node) {
            return new Place(utf8(site), utf8(cluster), utf8(node));
        }
    }

    /** A host name as bytes, so that looking it up for every entry allocates little. */
    private record HostName(byte[] bytes, int offset, int length) {
        @Override
        public boolean equals(Object other) {
            return other instanceof HostName name
                    && Arrays.equals(
                            bytes, offset, offset + length, name.bytes, name.offset, name.offset + name.length);
        }

        @Override
        public int hashCode() {
            int hash = 1;
            for (int i = offset; i < offset + length; i++) {
                hash = 31 * hash + bytes[i];
            }
            return hash;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Adds one node with the addresses it sends from and the host names it claims. */
    Topology add(Place place, Iterable<String> addresses, Iterable<String> hosts) {
        addresses.forEach(address -> byAddress.put(address, place));
        for (String host : hosts) {
            byte[] bytes = utf8(host);
            byHost.put(new HostName(bytes, 0, bytes.length), place);
        }
        return this;
    }

    boolean knowsHosts() {
        return !byHost.isEmpty();
    }

    /** The same with senders that are bound to a place by {@code secrets/senders.yaml}, as it is at any moment. */
    Topology with(SenderRegistry registry) {
        Topology bound = new Topology();
        bound.byAddress.putAll(byAddress);
        bound.byHost.putAll(byHost);
        bound.senders = registry;
        return bound;
    }

    /** A sender that proved its name stands where that name does, whatever address it comes from. */
    Place placeOf(BatchHeader header) {
        String name = provenName(header, Proof.SENDER_MARK);
        if (!name.isEmpty()) {
            return placeOfSender(name);
        }
        name = provenName(header, Proof.CERTIFICATE_MARK);
        Place known = name.isEmpty() ? Place.UNKNOWN : placeOfHost(name);
        return known != Place.UNKNOWN ? known : placeOf(header.peer());
    }

    /** What a source says behind a mark, up to what a sender of OTLP may add; empty where the mark is not there. */
    private static String provenName(BatchHeader header, String mark) {
        String source = header.source();
        int start = header.receiver().length() + 1;
        if (!source.startsWith(mark, start) || !source.startsWith(header.receiver())) {
            return "";
        }
        int end = source.indexOf('/', start);
        return source.substring(start + mark.length(), end < 0 ? source.length() : end);
    }

    /** Where the sender is bound to; else where a node of its name stands. The address says nothing: it may come from any. */
    private Place placeOfSender(String name) {
        Sender.Place bound = senders == null
                ? Sender.Place.NOWHERE
                : senders.sender(name).map(Sender::place).orElse(Sender.Place.NOWHERE);
        if (!bound.isBound()) {
            return placeOfHost(name);
        }
        Place node = bound.node().isEmpty() ? Place.UNKNOWN : placeOfHost(bound.node());
        return node != Place.UNKNOWN ? node : Place.of(bound.site(), bound.cluster(), bound.node());
    }

    private Place placeOfHost(String name) {
        byte[] bytes = utf8(name);
        return placeOfHost(bytes, 0, bytes.length);
    }

    Place placeOf(String address) {
        return byAddress.getOrDefault(address, Place.UNKNOWN);
    }

    Place placeOfHost(byte[] bytes, int offset, int length) {
        return byHost.getOrDefault(new HostName(bytes, offset, length), Place.UNKNOWN);
    }
}
