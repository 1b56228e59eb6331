package io.failsight.opensearch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The secret that opens the node. Immutable; compares in constant time. */
final class AccessToken {
    private static final String SCHEME = "Bearer ";
    private static final int MIN_CHARACTERS = 16;
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final byte[] secret;

    private AccessToken(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** @throws UnusableException when the file cannot be read, is open to other accounts, or is too short for a secret */
    static AccessToken read(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new UnusableException(
                        "the token file " + file + " is open to other accounts; run: chmod 600 " + file, null);
            }
            String secret = Files.readString(file).strip();
            if (secret.length() < MIN_CHARACTERS) {
                throw new UnusableException(
                        "the token in " + file + " has fewer than " + MIN_CHARACTERS
                                + " characters; put a random one there",
                        null);
            }
            return new AccessToken(secret);
        } catch (IOException e) {
            throw new UnusableException("cannot read the token file " + file + " (" + e + "); make it, mode 0600", e);
        }
    }

    /** Whether the values of a request's {@code Authorization} header are exactly one and present this token. */
    boolean isPresentedBy(@Nullable List<String> authorization) {
        if (authorization == null || authorization.size() != 1) {
            return false;
        }
        String value = authorization.getFirst();
        return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        secret, value.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8));
    }

    /** The token file is not as it must be; the message says what to do. */
    static final class UnusableException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        UnusableException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
