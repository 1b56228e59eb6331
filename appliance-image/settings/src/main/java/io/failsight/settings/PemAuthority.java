package io.failsight.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Trust in the certificate authorities of one PEM file (RFC 7468) and in no others, as {@code authority-file} names them. Stateless. */
public final class PemAuthority {
    private PemAuthority() {}

    /**
     * TLS of a client that trusts the file's authorities.
     *
     * @throws GeneralSecurityException when the file holds no certificate, or something that is none
     */
    public static SSLContext context(Path file) throws IOException, GeneralSecurityException {
        TrustManager[] managers = managers(file);
        if (managers.length == 0) {
            throw new CertificateException(file + " holds no certificate");
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers, null);
        return context;
    }

    /** Those who trust the file's authorities; nobody when it holds none. */
    public static TrustManager[] managers(Path file) throws IOException, GeneralSecurityException {
        return managers(List.of(file));
    }

    /** Those who trust the authorities of all files; nobody when they hold none. */
    public static TrustManager[] managers(List<Path> files) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (Path file : files) {
            for (Certificate certificate : certificates(file)) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
        }
        if (store.size() == 0) {
            return new TrustManager[0];
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** All certificates of a file, in its order. */
    public static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }
}
