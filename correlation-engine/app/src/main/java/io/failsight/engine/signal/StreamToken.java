package io.failsight.engine.signal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The secret that collectors carry, read from its file with each request (they are rare), so that a new one needs no restart. Thread-safe; compares in
 * a time that tells nothing.
 */
public final class StreamToken {
    private static final String SCHEME = "Bearer ";
    private static final int MIN_CHARACTERS = 16;

    private final Optional<Path> file;

    /** @param file one line; empty shuts the door */
    public StreamToken(Optional<Path> file) {
        this.file = file;
    }

    /** What an {@code Authorization} header is worth. */
    enum Verdict {
        RIGHT,
        WRONG,
        /** There is no usable token to compare with. */
        NO_TOKEN
    }

    Verdict judge(@Nullable String authorization) {
        String secret = file.map(StreamToken::read).orElse("");
        if (secret.length() < MIN_CHARACTERS) {
            return Verdict.NO_TOKEN;
        }
        boolean right = authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        secret.getBytes(StandardCharsets.UTF_8),
                        authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8));
        return right ? Verdict.RIGHT : Verdict.WRONG;
    }

    private static String read(Path path) {
        try {
            return Files.readString(path).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
