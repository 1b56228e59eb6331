package io.failsight.collector.pipeline;

import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.receive.link.Link;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which node, cluster and site an address or a host name belongs to, as {@code failsight.yaml} says. Immutable after it is built;
 * thread-safe.
 */
final class Topology {
    private final Map<String, Place> byAddress = new HashMap<>();
    private final Map<HostName, Place> byHost = new HashMap<>();

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

    /** A sender that proved its name by a certificate stands where that name does, whatever address it comes from. */
    Place placeOf(BatchHeader header) {
        String proven = header.receiver() + "/" + Link.CERTIFICATE_MARK;
        if (header.source().startsWith(proven)) {
            byte[] name = header.source().substring(proven.length()).getBytes(StandardCharsets.UTF_8);
            Place known = placeOfHost(name, 0, name.length);
            if (known != Place.UNKNOWN) {
                return known;
            }
        }
        return placeOf(header.peer());
    }

    Place placeOf(String address) {
        return byAddress.getOrDefault(address, Place.UNKNOWN);
    }

    Place placeOfHost(byte[] bytes, int offset, int length) {
        return byHost.getOrDefault(new HostName(bytes, offset, length), Place.UNKNOWN);
    }
}
