package io.failsight.collector.receive.link;

import io.failsight.settings.sender.Sender;
import io.failsight.settings.sender.SenderRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Says whose a certificate is that a handshake found good. Stateless. */
final class PeerCertificate {
    /** Longest name taken from a certificate, in characters. */
    private static final int MAX_IDENTITY = 200;

    private PeerCertificate() {}

    /** A certificate is good, and yet opens no door; the message completes "the sender ...". */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /** What a finished handshake proves. */
    static Proof proof(SSLSession session, Optional<SenderRegistry> senders, InetAddress from) throws IOException {
        X509Certificate certificate;
        try {
            certificate = (X509Certificate) session.getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            return Proof.NOTHING; // it showed none
        }
        Optional<SenderRegistry.Known> known = senders.flatMap(registry -> registry.ofCertificate(certificate));
        if (known.isPresent()) {
            Optional<String> problem = senders.orElseThrow().problem(known.get(), from);
            if (problem.isPresent()) {
                throw new RefusedException("shows the certificate " + problem.get());
            }
            return new Proof.Sender(
                    known.get().sender().name(), known.get().credential().digest());
        }
        return ofNames(certificate);
    }

    private static Proof ofNames(X509Certificate certificate) throws IOException {
        String subject = certificate.getSubjectX500Principal().getName();
        try {
            String common = "";
            for (Rdn part : new LdapName(subject).getRdns()) {
                if (part.getType().equalsIgnoreCase("OU") && Sender.CERTIFICATE_UNIT.equals(part.getValue())) {
                    throw new RefusedException(
                            "shows a certificate of a sender that is not known any more: make it a new one");
                }
                if (part.getType().equalsIgnoreCase("CN")) {
                    common = printable(String.valueOf(part.getValue()));
                }
            }
            if (common.isEmpty()) {
                throw new RefusedException("shows the certificate " + printable(subject) + " without common name (CN)");
            }
            return new Proof.Certificate(common);
        } catch (InvalidNameException e) {
            throw new RefusedException("shows a certificate whose name cannot be read: " + e.getMessage());
        }
    }

    private static String printable(String name) {
        String text = name.replaceAll("[\\p{Cntrl}/]", "_");
        return text.length() <= MAX_IDENTITY ? text : text.substring(0, MAX_IDENTITY);
    }
}
