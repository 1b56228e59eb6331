package io.failsight.engine.access;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Credentials that were right a moment ago, so that a program that sends Basic credentials with each request pays for bcrypt once a
 * minute. Keeps a keyed digest of name, password and hash only; a changed password therefore misses at once. Thread-safe.
 */
final class CredentialCache {
    static final Duration LIFETIME = Duration.ofMinutes(1);
    private static final int MAX = 1_000;

    private final InstantSource clock;
    private final byte[] key = SecretText.random().getBytes(StandardCharsets.US_ASCII);
    private final Map<String, Instant> until = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MAX;
        }
    };

    CredentialCache(InstantSource clock) {
        this.clock = clock;
    }

    boolean knows(Account account, String password) {
        String digest = digest(account, password);
        synchronized (until) {
            Instant end = until.get(digest);
            return end != null && clock.instant().isBefore(end);
        }
    }

    void remember(Account account, String password) {
        String digest = digest(account, password);
        synchronized (until) {
            until.remove(digest);
            until.put(digest, clock.instant().plus(LIFETIME));
        }
    }

    private String digest(Account account, String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String text = account.name() + "\0" + account.passwordHash() + "\0" + password;
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
