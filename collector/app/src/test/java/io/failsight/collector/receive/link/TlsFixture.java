package io.failsight.collector.receive.link;

import io.failsight.settings.PemAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Certificates of {@code src/test/resources/tls} in a folder, and clients that know their authority. */
public final class TlsFixture {
    private final Path folder;

    /** Puts the files into a folder. */
    public TlsFixture(Path folder) throws IOException {
        this.folder = folder;
        for (String name : new String[] {"ca.crt", "client.crt", "client.key", "stranger.crt", "stranger.key"}) {
            copy(name, name);
        }
        use("server");
    }

    /** Makes another pair the door's own. */
    public void use(String name) throws IOException {
        copy(name + ".key", "door.key");
        copy(name + ".crt", "door.crt");
    }

    private void copy(String from, String to) throws IOException {
        try (InputStream in = Objects.requireNonNull(TlsFixture.class.getResourceAsStream("/tls/" + from), from)) {
            Files.copy(in, folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** TLS of a door. */
    public DoorTls door(DoorTls.ClientCertificates clients) throws IOException {
        return DoorTls.open(new DoorTls.KeyFiles(
                folder.resolve("door.crt"), folder.resolve("door.key"), List.of(folder.resolve("ca.crt")), clients));
    }

    /** A connection that trusts the authority and shows no certificate. */
    public SSLSocket connect(int port) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust(), null);
        return connected(context, port);
    }

    /** A connection that shows the certificate of that name, {@code client} or {@code stranger}, whoever the door asks for. */
    public SSLSocket connect(int port, String certificate) throws IOException, GeneralSecurityException {
        X509Certificate[] chain = {certificate(certificate + ".crt")};
        PrivateKey key = Pem.privateKey(folder.resolve(certificate + ".key"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new OneKey(chain, key)}, trust(), null);
        return connected(context, port);
    }

    private X509Certificate certificate(String name) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(folder.resolve(name))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private TrustManager[] trust() throws IOException, GeneralSecurityException {
        return PemAuthority.managers(folder.resolve("ca.crt"));
    }

    /** Shows its certificate to everybody. */
    private static final class OneKey extends X509ExtendedKeyManager {
        private final X509Certificate[] chain;
        private final PrivateKey key;

        OneKey(X509Certificate[] chain, PrivateKey key) {
            this.chain = chain;
            this.key = key;
        }

        @Override
        public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {"it"};
        }

        @Override
        public String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return "it";
        }

        @Override
        public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }

    private static SSLSocket connected(SSLContext context, int port) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** A connection without TLS. */
    public static Socket plain(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout(20_000);
        return socket;
    }
}
