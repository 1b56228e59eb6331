package io.failsight.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds loopback ports for processes that must be told theirs. Stateless. */
public final class FreePorts {
    private FreePorts() {}

    /** A port that nobody listened on a moment ago. */
    public static int next() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
