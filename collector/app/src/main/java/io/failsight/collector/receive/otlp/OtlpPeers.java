package io.failsight.collector.receive.otlp;

import io.failsight.collector.receive.PeerName;
import io.failsight.collector.receive.link.Proof;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of a connection. */
@FunctionalInterface
public interface OtlpPeers {
    /** The sender behind a connection from that address and port to that address; null where it cannot be told. */
    @Nullable
    OtlpPeer at(@Nullable String remote, int remotePort, @Nullable String local);

    /** Senders that are connected directly, without TLS. */
    static @Nullable OtlpPeer direct(@Nullable String remote, int remotePort, @Nullable String local) {
        InetAddress address = remote == null ? null : literal(remote);
        if (remote == null || address == null) {
            return null;
        }
        boolean isLocal = address.isLoopbackAddress() || remote.equals(local);
        return new OtlpPeer(address, PeerName.of(address), Proof.NOTHING, isLocal, false);
    }

    private static @Nullable InetAddress literal(String address) {
        try {
            int scope = address.indexOf('%');
            return InetAddress.ofLiteral(scope < 0 ? address : address.substring(0, scope));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
