package io.failsight.settings.topology;

import java.util.List;

/**
 * A place whose machines fail together. Immutable.
 *
 * @param name name, or empty
 * @param nodes its machines
 */
public record Site(String name, List<Node> nodes) {
    public Site {
        nodes = List.copyOf(nodes);
    }

    /**
     * A machine.
     *
     * @param name its name; also a host name that it may send
     * @param cluster nodes of the same cluster fail over together; empty when it is in none
     * @param hosts host names that it writes into its lines
     * @param addresses addresses that it sends from
     * @param witness whether it only arbitrates and never serves
     */
    public record Node(String name, String cluster, List<String> hosts, List<String> addresses, boolean witness) {
        public Node {
            hosts = List.copyOf(hosts);
            addresses = List.copyOf(addresses);
        }
    }
}
