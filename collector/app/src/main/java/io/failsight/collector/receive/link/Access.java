package io.failsight.collector.receive.link;

import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in at a door, and how. Immutable and thread-safe.
 *
 * @param plain addresses of the network that may come without TLS; this machine always may, unless {@code tlsOnly}
 * @param tls what TLS is spoken with, null where the door speaks none
 * @param tlsOnly whether even this machine must speak TLS
 * @param key key of failsight.yaml that opens the door to an address, for the log
 * @param screening what else is looked at
 */
public record Access(
        Predicate<InetAddress> plain, @Nullable DoorTls tls, boolean tlsOnly, String key, Screening screening) {
    public Access {
        if (tlsOnly && tls == null) {
            throw new IllegalArgumentException("a door that only speaks TLS needs a certificate");
        }
    }

    /** Without a file of senders and without limits of rate. */
    public Access(Predicate<InetAddress> plain, @Nullable DoorTls tls, boolean tlsOnly, String key) {
        this(plain, tls, tlsOnly, key, Screening.NONE);
    }

    /** The same with another screening. */
    public Access with(Screening other) {
        return new Access(plain, tls, tlsOnly, key, other);
    }

    /** Without TLS, for this machine and nobody else. */
    public static Access thisMachine() {
        return new Access(address -> false, null, false, "doors.plain-allow");
    }

    /** With TLS and nothing else, for everybody. */
    public static Access onlyTls(DoorTls tls) {
        return new Access(address -> false, tls, true, "");
    }

    /** Whether the sender may speak without TLS. */
    boolean allowsPlain(Socket wire) {
        return !tlsOnly && (isLocal(wire) || plain.test(wire.getInetAddress()));
    }

    /** Whether sender and we are on one machine. */
    boolean isLocal(Socket wire) {
        return screening.thisMachine().test(wire.getInetAddress(), wire.getLocalAddress());
    }

    /** Whether both ends are the same machine. */
    public static boolean isThisMachine(InetAddress peer, InetAddress local) {
        return peer.isLoopbackAddress() || peer.equals(local);
    }
}
