package io.failsight.engine.incident;

import io.failsight.core.incident.EvidenceItem;
import io.failsight.core.incident.Incident;
import io.failsight.model.signal.Signal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which evidence makes an incident what it is. The last proof that all was well, and context, may belong to two incidents; what proves a step of the
 * failover belongs to one. Stateless.
 */
public final class Proof {
    private static final Set<String> SHARED = Set.of("last-good", "context");

    private Proof() {}

    static boolean proves(EvidenceItem item) {
        return !SHARED.contains(item.step());
    }

    /** Evidence that proves a step; all of it where none does. */
    static List<EvidenceItem> of(Incident incident) {
        List<EvidenceItem> proving =
                incident.evidence().stream().filter(Proof::proves).toList();
        return proving.isEmpty() ? incident.evidence() : proving;
    }

    /** When the collector received the first of it; {@code Long.MAX_VALUE} without any. */
    static long firstObserved(Incident incident) {
        return of(incident).stream()
                .mapToLong(item -> item.signal().observedNanos())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** When the collector received the last of it; {@code Long.MIN_VALUE} without any. */
    static long lastObserved(Incident incident) {
        return of(incident).stream()
                .mapToLong(item -> item.signal().observedNanos())
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /**
     * Nanoseconds by which the clock of the source was ahead, as the line was corrected: what is known now may be more than what was known when the line came. Empty
     * where nothing is known, and the line stands as it came.
     */
    public static OptionalLong clockOffset(EvidenceItem item) {
        long corrected = item.signal().timeNanos() - item.timeNanos();
        boolean known = corrected != 0 || item.signal().clockUncertaintyNanos() != Signal.UNKNOWN_OFFSET;
        return known ? OptionalLong.of(corrected) : OptionalLong.empty();
    }

    /** SHA-256 of a line's UTF-8 bytes, in hexadecimal: {@code printf %s LINE | sha256sum} gives the same. */
    public static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
