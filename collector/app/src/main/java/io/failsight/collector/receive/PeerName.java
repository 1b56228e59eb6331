package io.failsight.collector.receive;

import java.net.InetAddress;

/** Names peers so that one sender has one name over reconnects. Stateless, thread-safe. */
public final class PeerName {
    private static final String LOOPBACK = "127.0.0.1";

    private PeerName() {}

    /** The address without port, host name and scope; every loopback address is {@code 127.0.0.1}. */
    public static String of(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return LOOPBACK;
        }
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }
}
