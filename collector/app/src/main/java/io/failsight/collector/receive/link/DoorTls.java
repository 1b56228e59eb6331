package io.failsight.collector.receive.link;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.2 and 1.3 of the doors with the appliance's certificate. The files are looked at with each new connection, and read again when they
 * have changed; what cannot be read leaves the certificate that was there in use. Thread-safe.
 */
public final class DoorTls {
    private static final Logger LOG = System.getLogger(DoorTls.class.getName());
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** What is asked of senders. */
    public enum ClientCertificates {
        /** Nothing; who sends is known by address. */
        NONE,
        /** A certificate is checked when a sender has one, and then names it. */
        ACCEPTED,
        /** Nobody comes in without one. */
        REQUIRED
    }

    /**
     * Where the keys lie. Immutable.
     *
     * @param certificate PEM: the server's certificate, then those above it
     * @param key PEM: PKCS#8, not encrypted
     * @param clientAuthorities PEM: who sign the certificates of senders
     * @param clients what is asked of senders
     */
    public record KeyFiles(Path certificate, Path key, List<Path> clientAuthorities, ClientCertificates clients) {
        public KeyFiles {
            clientAuthorities = List.copyOf(clientAuthorities);
        }
    }

    private record Loaded(List<Long> stamps, SSLContext context) {}

    private final KeyFiles files;
    private volatile @Nullable Loaded loaded;

    private DoorTls(KeyFiles files) {
        this.files = files;
    }

    /** @throws IOException when a file cannot be read or used; the message names it */
    public static DoorTls open(KeyFiles files) throws IOException {
        DoorTls tls = new DoorTls(files);
        tls.loaded = tls.load();
        return tls;
    }

    public ClientCertificates clients() {
        return files.clients();
    }

    /** Lays TLS over a connection whose first bytes were read already; the handshake is still to come. */
    SSLSocket over(Socket wire, InputStream alreadyRead, List<String> applicationProtocols) throws IOException {
        SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket(wire, alreadyRead, true);
        socket.setEnabledProtocols(PROTOCOLS);
        if (!applicationProtocols.isEmpty()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
            socket.setSSLParameters(parameters);
        }
        switch (files.clients()) {
            case NONE -> socket.setWantClientAuth(false);
            case ACCEPTED -> socket.setWantClientAuth(true);
            case REQUIRED -> socket.setNeedClientAuth(true);
        }
        return socket;
    }

    private SSLContext context() throws IOException {
        Loaded current = loaded;
        if (current == null || !current.stamps().equals(stamps())) {
            current = reload();
        }
        return current.context();
    }

    private synchronized Loaded reload() throws IOException {
        Loaded current = loaded;
        if (current != null && current.stamps().equals(stamps())) {
            return current; // another connection was faster
        }
        try {
            Loaded fresh = load();
            loaded = fresh;
            LOG.log(Level.INFO, "the doors use the renewed certificate " + files.certificate());
            return fresh;
        } catch (IOException e) {
            if (current == null) {
                throw e;
            }
            LOG.log(Level.DEBUG, () -> "the old certificate stays in use: " + e.getMessage()); // half written, perhaps
            return current;
        }
    }

    private Loaded load() throws IOException {
        List<Long> stamps = stamps();
        try {
            List<Path> authorities = files.clients() == ClientCertificates.NONE ? List.of() : files.clientAuthorities();
            return new Loaded(stamps, Pem.context(files.certificate(), files.key(), authorities));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "the certificate " + files.certificate() + " with the key " + files.key() + " cannot be used ("
                            + e.getMessage() + "); put a matching pair in PEM there, the key in PKCS#8",
                    e);
        }
    }

    private List<Long> stamps() throws IOException {
        List<Long> stamps = new ArrayList<>();
        for (Path file : Stream.concat(Stream.of(files.certificate(), files.key()), files.clientAuthorities().stream())
                .toList()) {
            if (Files.exists(file)) {
                stamps.add(Files.getLastModifiedTime(file).toMillis());
                stamps.add(Files.size(file));
            }
        }
        return stamps;
    }
}
