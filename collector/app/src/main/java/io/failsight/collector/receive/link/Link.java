package io.failsight.collector.receive.link;

import io.failsight.collector.receive.PeerName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/**
 * A connection that may be read: plain, or TLS after its handshake. Closed once by whoever comes first; reading and writing belong to the
 * connection's own thread.
 */
public final class Link implements AutoCloseable {
    private final Socket wire;
    private final Socket top;
    private final InputStream in;
    private final OutputStream out;
    private final Proof proof;
    private final boolean local;
    private final boolean encrypted;

    Link(Socket wire, Socket top, InputStream in, OutputStream out, Proof proof, boolean local, boolean encrypted) {
        this.wire = wire;
        this.top = top;
        this.in = in;
        this.out = out;
        this.proof = proof;
        this.local = local;
        this.encrypted = encrypted;
    }

    /** What the sender says, in the clear. */
    public InputStream in() {
        return in;
    }

    /** Bytes that wait to be read; with TLS, where nobody knows what they will become, those of the wire. */
    public int waiting() throws IOException {
        int here = in.available();
        return here > 0 || !encrypted ? here : wire.getInputStream().available();
    }

    /** What it is told. */
    public OutputStream out() {
        return out;
    }

    /** Address of the sender. */
    public String peer() {
        return PeerName.of(wire.getInetAddress());
    }

    /** What the sender proved to be. */
    public Proof proof() {
        return proof;
    }

    /** The same with another stream to read from. */
    Link reading(InputStream other) {
        return new Link(wire, top, other, out, proof, local, encrypted);
    }

    /** Where the sender is. */
    public InetAddress address() {
        return wire.getInetAddress();
    }

    /** Whether sender and we are on one machine. */
    public boolean isLocal() {
        return local;
    }

    /** Whether it is TLS. */
    public boolean isEncrypted() {
        return encrypted;
    }

    /** The source of its records: bound to the credential where there is one, else to the address. */
    public String source(String receiver) {
        return receiver + "/" + proof.source(peer());
    }

    @Override
    public void close() throws IOException {
        try (wire) {
            top.close(); // says good-bye where it is TLS
        }
    }
}
