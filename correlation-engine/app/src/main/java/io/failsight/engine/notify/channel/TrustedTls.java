package io.failsight.engine.notify.channel;

import io.failsight.settings.PemAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** TLS that trusts the authorities of the Java runtime, or those of one PEM file and no others. Stateless. */
final class TrustedTls {
    private TrustedTls() {}

    /** @throws SendException when the file cannot be used */
    static SSLContext context(Optional<Path> authorityFile) throws SendException {
        try {
            return authorityFile.isPresent() ? PemAuthority.context(authorityFile.get()) : SSLContext.getDefault();
        } catch (IOException | GeneralSecurityException e) {
            throw SendException.refused(
                    "authority-file " + authorityFile.map(Path::toString).orElse("") + " cannot be used ("
                            + e.getMessage() + "): it must hold PEM certificates",
                    e);
        }
    }
}
