package io.failsight.engine.notify.channel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS that trusts the authorities of the Java runtime, or those of one PEM file and no others. Stateless. */
final class TrustedTls {
    private TrustedTls() {}

    /** @throws SendException when the file cannot be used */
    static SSLContext context(Optional<Path> authorityFile) throws SendException {
        try {
            if (authorityFile.isEmpty()) {
                return SSLContext.getDefault();
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            try (InputStream in = Files.newInputStream(authorityFile.get())) {
                for (Certificate certificate :
                        CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    store.setCertificateEntry("authority-" + count++, certificate);
                }
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw SendException.refused(
                    "authority-file " + authorityFile.map(Path::toString).orElse("") + " cannot be used ("
                            + e.getMessage() + "): it must hold PEM certificates",
                    e);
        }
    }
}
