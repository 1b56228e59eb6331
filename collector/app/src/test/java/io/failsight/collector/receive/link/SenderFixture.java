package io.failsight.collector.receive.link;

import io.failsight.settings.PemAuthority;
import io.failsight.settings.sender.Sender;
import io.failsight.settings.sender.SenderAuthority;
import io.failsight.settings.sender.SenderBook;
import io.failsight.settings.sender.SenderRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** An appliance's authority with its key, a door's certificate, and senders whose credentials are really made. */
public final class SenderFixture {
    private static final char[] PASSWORD = {'x'};

    private final Path folder;
    private final KeyPair authorityKeys;
    private final X509Certificate authority;
    private final SenderBook book;
    private final Senders senders;

    /** Makes the files in a folder. */
    public SenderFixture(Path folder) throws Exception {
        this.folder = folder;
        authorityKeys = keys();
        authority = sign("CN=authority", authorityKeys, "CN=authority", true);
        write("ca.crt", "CERTIFICATE", authority.getEncoded());
        write("ca.key", "PRIVATE KEY", authorityKeys.getPrivate().getEncoded());
        renewDoor();
        Path file = SenderBook.fileIn(folder);
        book = new SenderBook(file, InstantSource.system(), new SecureRandom());
        senders = new Senders(
                new SenderRegistry(file, InstantSource.system(), problem -> {
                    throw new AssertionError(problem);
                }),
                InstantSource.system());
    }

    /** Makes another certificate for the doors. */
    public X509Certificate renewDoor() throws Exception {
        KeyPair keys = keys();
        X509Certificate door = sign("CN=door", keys, "CN=authority", false);
        write("door.key", "PRIVATE KEY", keys.getPrivate().getEncoded());
        write("door.crt", "CERTIFICATE", door.getEncoded());
        return door;
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    @SuppressWarnings("JavaUtilDate") // the builder takes nothing else
    private X509Certificate sign(String subject, KeyPair keys, String issuer, boolean isAuthority) throws Exception {
        Instant now = InstantSource.system().instant();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                new BigInteger(64, new SecureRandom()),
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(Duration.ofDays(1_000))),
                new X500Name(subject),
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(
                        new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKeys.getPrivate())));
    }

    private void write(String name, String kind, byte[] der) throws IOException {
        Path fresh = folder.resolve(name + ".new");
        Files.writeString(
                fresh,
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                        + "-----\n");
        Files.move(fresh, folder.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    public SenderBook book() {
        return book;
    }

    public Senders senders() {
        return senders;
    }

    /** PEM of who signs everything. */
    public byte[] authorityPem() throws IOException {
        return Files.readAllBytes(folder.resolve("ca.crt"));
    }

    /** TLS of a door that looks at certificates. */
    public DoorTls door() throws IOException {
        return DoorTls.open(new DoorTls.KeyFiles(
                folder.resolve("door.crt"),
                folder.resolve("door.key"),
                List.of(folder.resolve("ca.crt")),
                DoorTls.ClientCertificates.ACCEPTED));
    }

    /** A door for everybody over TLS, whose senders all count as machines of the network. */
    public Access fromTheNetwork(long rate) throws IOException {
        return new Access(
                address -> false,
                door(),
                false,
                "doors.plain-allow",
                new Screening(senders, false, new Rates(rate), List.of(), (peer, here) -> false));
    }

    /** Adds a sender with a certificate. */
    public SenderAuthority.Issued certificate(String name) throws Exception {
        SenderAuthority.Issued issued = new SenderAuthority(folder, InstantSource.system(), new SecureRandom())
                .issue(name, Duration.ofDays(10));
        known(name);
        book.addCertificate(name, issued);
        senders.registry().look();
        return issued;
    }

    /** Adds a sender with a token. */
    public String token(String name) throws Exception {
        known(name);
        String token = book.addToken(name, Optional.empty());
        senders.registry().look();
        return token;
    }

    private void known(String name) throws Exception {
        if (book.find(name).isEmpty()) {
            book.add(name, Sender.Place.NOWHERE, List.of());
        }
    }

    /** Takes all credentials of a sender back. */
    public void revoke(String name) throws Exception {
        book.revoke(name, Optional.empty());
        senders.registry().look();
    }

    /** Whom clients trust. */
    public X509TrustManager trust() throws IOException, GeneralSecurityException {
        return (X509TrustManager) PemAuthority.managers(folder.resolve("ca.crt"))[0];
    }

    /** TLS of a client, with a certificate or without. */
    public SSLContext client(SenderAuthority.@Nullable Issued issued) throws IOException, GeneralSecurityException {
        KeyManager[] keys = null;
        if (issued != null) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(issued.pkcs12(PASSWORD)), PASSWORD);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, PASSWORD);
            keys = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, PemAuthority.managers(folder.resolve("ca.crt")), null);
        return context;
    }

    /** A connection over TLS. */
    public SSLSocket connect(int port, SenderAuthority.@Nullable Issued issued)
            throws IOException, GeneralSecurityException {
        SSLSocket socket =
                (SSLSocket) client(issued).getSocketFactory().createSocket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** A connection in the clear. */
    public static Socket plain(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout(20_000);
        return socket;
    }
}
