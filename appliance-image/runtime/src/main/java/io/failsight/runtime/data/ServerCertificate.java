package io.failsight.runtime.data;

import io.failsight.settings.HostNames;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authority of this appliance (EC P-256, ten years) and the server certificate it signs (one year).
 * The server certificate is made anew when it is missing, ends within 30 days, or no longer names this machine.
 */
public final class ServerCertificate {
    private static final Duration CA_LIFE = Duration.ofDays(3650);
    private static final Duration SERVER_LIFE = Duration.ofDays(397);
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);
    /** Machines whose clock is a little behind must not see a certificate from the future. */
    private static final Duration BACKDATE = Duration.ofDays(1);

    private final Path secrets;
    private final InstantSource clock;
    private final SecureRandom random;
    private final List<String> mended = new ArrayList<>();

    public ServerCertificate(DataFolder folder, InstantSource clock, SecureRandom random) {
        this.secrets = folder.secrets();
        this.clock = clock;
        this.random = random;
    }

    public Path authorityFile() {
        return secrets.resolve("ca.crt");
    }

    /** PEM: the server certificate, then the authority's. */
    public Path certificateFile() {
        return secrets.resolve("server.crt");
    }

    /** PEM, PKCS#8. */
    public Path keyFile() {
        return secrets.resolve("server.key");
    }

    /** Makes what is missing or no longer good. {@code extraName} is the address given with --listen. */
    public void prepare(String extraName) throws IOException {
        try {
            mendAuthority();
            if (!Files.exists(authorityFile()) || !Files.exists(authorityKeyFile())) {
                makeAuthority();
                Files.deleteIfExists(certificateFile());
            }
            Set<String> names = names(extraName);
            if (!fits(certificateFile(), keyFile()) || !isGood(names)) {
                makeServer(names);
            }
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("The server certificate in " + secrets + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** What {@link #prepare} found damaged and what it did about it, in sentences. */
    public List<String> mended() {
        return List.copyOf(mended);
    }

    private Path authorityKeyFile() {
        return secrets.resolve("ca.key");
    }

    /**
     * An authority that is damaged is put aside; its certificate is found again behind the server's, its key nowhere else.
     */
    private void mendAuthority() throws IOException, GeneralSecurityException {
        boolean there = Files.exists(authorityFile()) && Files.exists(authorityKeyFile());
        if (!there || fits(authorityFile(), authorityKeyFile())) {
            return;
        }
        Path aside = DataFolder.putAside(authorityFile());
        X509Certificate known = behindServerCertificate();
        if (known != null) {
            DataFolder.write(authorityFile(), pem(known));
            if (fits(authorityFile(), authorityKeyFile())) {
                mended.add(authorityFile() + " was damaged: it lies in " + aside
                        + " and was made again from server.crt. Nothing is lost.");
                return;
            }
            Files.delete(authorityFile());
        }
        Path key = DataFolder.putAside(authorityKeyFile());
        mended.add("The certificate authority in " + secrets + " was damaged: it lies in " + aside + " and " + key
                + ", and a new one was made. Give its ca.crt to senders and browsers that trusted the old one.");
    }

    private @Nullable X509Certificate behindServerCertificate() {
        try (var stream = Files.newInputStream(certificateFile())) {
            return CertificateFactory.getInstance("X.509").generateCertificates(stream).stream()
                    .map(X509Certificate.class::cast)
                    .filter(certificate -> certificate.getBasicConstraints() >= 0)
                    .findFirst()
                    .orElse(null);
        } catch (IOException | CertificateException e) {
            return null;
        }
    }

    /** Whether both can be read and belong together. */
    private static boolean fits(Path certificate, Path key) {
        try {
            byte[] proof = {1, 2, 3};
            Signature signing = Signature.getInstance("SHA256withECDSA");
            signing.initSign(key(key));
            signing.update(proof);
            Signature checking = Signature.getInstance("SHA256withECDSA");
            checking.initVerify(read(certificate).getPublicKey());
            checking.update(proof);
            return checking.verify(signing.sign());
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            return false; // whatever it is, it cannot be used
        }
    }

    /** When the server certificate ends. */
    public Instant expires() throws IOException {
        try {
            return read(certificateFile()).getNotAfter().toInstant();
        } catch (CertificateException e) {
            throw new IOException(certificateFile() + " is not a certificate: " + e.getMessage(), e);
        }
    }

    private boolean isGood(Set<String> wanted) {
        try {
            X509Certificate certificate = read(certificateFile());
            return certificate.getNotAfter().toInstant().isAfter(clock.instant().plus(RENEW_BEFORE))
                    && namesOf(certificate).containsAll(wanted);
        } catch (IOException | CertificateException e) {
            return false;
        }
    }

    private static Set<String> names(String extraName) {
        var names = new TreeSet<>(Set.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", HostNames.name()));
        names.addAll(HostNames.addresses());
        if (!extraName.equals("0.0.0.0") && !extraName.equals("::") && !extraName.equals("::1")) {
            names.add(extraName);
        }
        return names;
    }

    private static Set<String> namesOf(X509Certificate certificate) throws CertificateParsingException {
        var names = new TreeSet<String>();
        var alternatives = certificate.getSubjectAlternativeNames();
        for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
            names.add(String.valueOf(name.get(1)));
        }
        return names;
    }

    private void makeAuthority() throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPair keys = newKeys();
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, "Failsight authority " + HostNames.name())
                .build();
        var builder = new JcaX509v3CertificateBuilder(
                name, serial(), date(BACKDATE.negated()), date(CA_LIFE), name, keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
        DataFolder.write(authorityKeyFile(), keyPem(keys.getPrivate()));
        DataFolder.write(authorityFile(), pem(sign(builder, keys.getPrivate())));
    }

    private void makeServer(Set<String> names) throws IOException, GeneralSecurityException, OperatorCreationException {
        X509Certificate authority = read(authorityFile());
        KeyPair keys = newKeys();
        var builder = new JcaX509v3CertificateBuilder(
                authority,
                serial(),
                date(BACKDATE.negated()),
                date(SERVER_LIFE),
                new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.CN, HostNames.name())
                        .build(),
                keys.getPublic());
        var alternatives = new ArrayList<GeneralName>();
        for (String name : names) {
            boolean address = name.contains(":") || name.matches("[0-9.]+");
            alternatives.add(new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name));
        }
        var utilities = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(alternatives.toArray(GeneralName[]::new)));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, utilities.createAuthorityKeyIdentifier(authority));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, utilities.createSubjectKeyIdentifier(keys.getPublic()));
        X509Certificate certificate = sign(builder, key(authorityKeyFile()));
        DataFolder.write(keyFile(), keyPem(keys.getPrivate()));
        DataFolder.write(certificateFile(), pem(certificate) + pem(authority));
    }

    private static PrivateKey key(Path file) throws IOException {
        try (var parser = new PEMParser(new StringReader(Files.readString(file)))) {
            if (parser.readObject() instanceof PrivateKeyInfo info) {
                return new JcaPEMKeyConverter().getPrivateKey(info);
            }
            throw new IOException(file + " holds no PKCS#8 key");
        }
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws OperatorCreationException, CertificateException {
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private BigInteger serial() {
        return new BigInteger(120, random).setBit(119);
    }

    @SuppressWarnings("JavaUtilDate") // the builder takes nothing else
    private Date date(Duration fromNow) {
        return Date.from(clock.instant().plus(fromNow));
    }

    private static X509Certificate read(Path file) throws IOException, CertificateException {
        try (var stream = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
        }
    }

    private static String keyPem(PrivateKey key) throws IOException {
        return pem(new JcaPKCS8Generator(key, null));
    }

    private static String pem(Object object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
