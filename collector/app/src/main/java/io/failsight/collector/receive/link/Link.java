package io.failsight.collector.receive.link;

import io.failsight.collector.receive.PeerName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * A connection that may be read: plain, or TLS after its handshake. Closed once by whoever comes first; reading and writing belong to the
 * connection's own thread.
 */
public final class Link implements AutoCloseable {
    /** What stands before the name of a client certificate in a source, so that no address can be mistaken for one. */
    public static final String CERTIFICATE_MARK = "CN=";

    private final Socket wire;
    private final Socket top;
    private final InputStream in;
    private final OutputStream out;
    private final String identity;
    private final boolean encrypted;

    Link(Socket wire, Socket top, InputStream in, OutputStream out, String identity, boolean encrypted) {
        this.wire = wire;
        this.top = top;
        this.in = in;
        this.out = out;
        this.identity = identity;
        this.encrypted = encrypted;
    }

    /** What the sender says, in the clear. */
    public InputStream in() {
        return in;
    }

    /** What it is told. */
    public OutputStream out() {
        return out;
    }

    /** Address of the sender. */
    public String peer() {
        return PeerName.of(wire.getInetAddress());
    }

    /** Common name of the client certificate that the sender proved to have; empty where it showed none. */
    public String identity() {
        return identity;
    }

    /** Whether it is TLS. */
    public boolean isEncrypted() {
        return encrypted;
    }

    /** The source of its records: bound to the certificate where there is one, else to the address. */
    public String source(String receiver) {
        return receiver + "/" + (identity.isEmpty() ? peer() : CERTIFICATE_MARK + identity);
    }

    @Override
    public void close() throws IOException {
        try (wire) {
            top.close(); // says good-bye where it is TLS
        }
    }
}
