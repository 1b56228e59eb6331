package io.failsight.settings.sender;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What a sender proves its name with. Nothing here is secret: of a token only its digest is kept, of a certificate what everybody sees. Immutable.
 *
 * @param kind certificate or token
 * @param digest SHA-256 of the token's text or of the certificate (DER), 64 hexadecimal digits
 * @param serial serial number of the certificate in hexadecimal; empty for a token
 * @param created when it was made
 * @param expires when it ends; empty when it never does
 * @param revoked when it was taken back; empty while it was not
 */
public record Credential(
        Kind kind,
        String digest,
        String serial,
        Instant created,
        Optional<Instant> expires,
        Optional<Instant> revoked) {
    /** Digits of the digest that name a credential. */
    private static final int ID_DIGITS = 12;

    public Credential {
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("the digest of a credential must be 64 hexadecimal digits");
        }
    }

    /** What it is. */
    public enum Kind {
        CERTIFICATE,
        TOKEN;

        /** The word in files and answers. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What holds of it at a moment. */
    public enum State {
        VALID,
        EXPIRED,
        REVOKED;

        /** The word in answers. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A short name of it, for people and in addresses: the beginning of its digest. */
    public String id() {
        return digest.substring(0, ID_DIGITS);
    }

    /** Whether it opens doors at that moment. */
    public State state(Instant now) {
        if (revoked.isPresent()) {
            return State.REVOKED;
        }
        return expires.isPresent() && !now.isBefore(expires.get()) ? State.EXPIRED : State.VALID;
    }

    Credential revokedAt(Instant when) {
        return revoked.isPresent() ? this : new Credential(kind, digest, serial, created, expires, Optional.of(when));
    }
}
