package io.failsight.collector.receive.link;

import java.time.Duration;

/**
 * How many connections a door takes, and how long they may take. Immutable.
 *
 * @param maxConnections connections at a time; when all are taken, the one that has been quiet longest makes room, or the new one is closed
 * @param maxPerPeer connections at a time from one address of the network; this machine is not limited by it
 * @param handshake how long a TLS handshake may take, from its first byte (on a door that only speaks TLS: from the connection) to its end
 * @param record how long the rest of a record may let wait for itself once it has begun
 * @param quiet how long a connection must have said nothing to make room for another
 */
public record LinkLimits(int maxConnections, int maxPerPeer, Duration handshake, Duration record, Duration quiet) {
    /** 10 s: a handshake takes three round trips. */
    public static final Duration DEFAULT_HANDSHAKE = Duration.ofSeconds(10);
    /** 2 min: half a record for longer is a sender that hangs, or one that wants the place and not the log. */
    public static final Duration DEFAULT_RECORD = Duration.ofMinutes(2);
    /** 10 min: senders without acknowledgement lose a message when their connection is closed, so only for need. */
    public static final Duration DEFAULT_QUIET = Duration.ofMinutes(10);
    /** One address takes at most a quarter of a door. */
    private static final int PEERS_THAT_FILL_A_DOOR = 4;

    public LinkLimits {
        if (maxConnections < 1 || maxPerPeer < 1) {
            throw new IllegalArgumentException("maxConnections and maxPerPeer must be at least 1");
        }
    }

    /** Defaults for everything but the number of connections. */
    public static LinkLimits of(int maxConnections) {
        return new LinkLimits(
                maxConnections,
                Math.max(1, maxConnections / PEERS_THAT_FILL_A_DOOR),
                DEFAULT_HANDSHAKE,
                DEFAULT_RECORD,
                DEFAULT_QUIET);
    }
}
