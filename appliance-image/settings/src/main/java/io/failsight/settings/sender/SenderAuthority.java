package io.failsight.settings.sender;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The appliance's own authority, as far as it signs certificates of senders (EC P-256, client authentication only). Needs Bouncy Castle on the
 * class path. Keeps no key that it makes. Thread-safe.
 */
public final class SenderAuthority {
    /** Two years. */
    public static final Duration DEFAULT_LIFE = Duration.ofDays(730);

    private static final Duration BACKDATE = Duration.ofDays(1);
    private static final int SERIAL_BITS = 120;
    private static final int LINE = 64;

    private final Path secrets;
    private final InstantSource clock;
    private final SecureRandom random;

    /** @param secrets folder with {@code ca.crt} and {@code ca.key} */
    public SenderAuthority(Path secrets, InstantSource clock, SecureRandom random) {
        this.secrets = secrets;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A certificate and its key, which is nowhere else. Immutable.
     *
     * @param certificate PEM
     * @param key PEM, PKCS#8, not encrypted
     * @param authority PEM: who signed it
     * @param serial serial number in hexadecimal
     * @param fingerprint SHA-256 of the certificate, 64 hexadecimal digits
     * @param expires when it ends
     */
    public record Issued(
            String certificate, String key, String authority, String serial, String fingerprint, Instant expires) {
        /** Without the key. */
        @Override
        public String toString() {
            return "Issued[" + serial + "]";
        }

        /** Certificate, key and authority as PKCS#12, for what takes no PEM. */
        public byte[] pkcs12(char[] password) throws IOException {
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                Certificate[] chain = {Pems.certificate(certificate), Pems.certificate(authority)};
                store.setKeyEntry("sender", Pems.key(key), password, chain);
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                store.store(out, password);
                return out.toByteArray();
            } catch (GeneralSecurityException e) {
                throw new IOException("the certificate cannot be packed as PKCS#12: " + e.getMessage(), e);
            }
        }
    }

    /**
     * Makes a key and signs a certificate for a sender.
     *
     * @param life how long it holds, at most until the authority itself ends
     * @throws IOException when the authority's files cannot be used; the message says what to do
     */
    public Issued issue(String name, Duration life) throws IOException {
        try {
            String authorityPem = Files.readString(secrets.resolve("ca.crt"), StandardCharsets.US_ASCII);
            X509Certificate authority = Pems.certificate(authorityPem);
            PrivateKey authorityKey = Pems.key(Files.readString(secrets.resolve("ca.key"), StandardCharsets.US_ASCII));
            Instant now = clock.instant();
            Instant last = authority.getNotAfter().toInstant();
            Instant expires = now.plus(life).isBefore(last) ? now.plus(life) : last;
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair keys = generator.generateKeyPair();
            X509Certificate certificate = sign(name, authority, authorityKey, keys, now.minus(BACKDATE), expires);
            return new Issued(
                    pem("CERTIFICATE", certificate.getEncoded()),
                    pem("PRIVATE KEY", keys.getPrivate().getEncoded()),
                    authorityPem,
                    certificate.getSerialNumber().toString(16),
                    Digests.ofBytes(certificate.getEncoded()),
                    certificate.getNotAfter().toInstant());
        } catch (GeneralSecurityException | OperatorCreationException | IllegalArgumentException e) {
            throw new IOException(
                    "the certificate cannot be signed (" + e.getMessage() + "); look at ca.crt and ca.key in "
                            + secrets,
                    e);
        }
    }

    @SuppressWarnings("JavaUtilDate") // the builder takes nothing else
    private X509Certificate sign(
            String name, X509Certificate authority, PrivateKey authorityKey, KeyPair keys, Instant from, Instant until)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.OU, Sender.CERTIFICATE_UNIT)
                .addRDN(BCStyle.CN, name)
                .build();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                authority,
                new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
                Date.from(from),
                Date.from(until),
                subject,
                keys.getPublic());
        JcaX509ExtensionUtils utilities = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, utilities.createAuthorityKeyIdentifier(authority));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, utilities.createSubjectKeyIdentifier(keys.getPublic()));
        String algorithm = authorityKey.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(authorityKey)));
    }

    private static String pem(String kind, byte[] der) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }
}
