package io.failsight.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A record of the audit as the file holds it.
 *
 * @param id 1 the first, without gaps
 * @param at nanoseconds since the epoch
 * @param incident which incident it is about; null when none
 * @param hash SHA-256 over the hash before it and everything else here, as 64 hexadecimal digits
 */
public record AuditRow(
        long id,
        long at,
        String by,
        String action,
        @Nullable String incident,
        String text,
        String hash) {
    /** What the first record holds as the hash before it. */
    public static final String BEGIN = "0".repeat(64);

    private static final byte[] FORM = "failsight-audit-1".getBytes(StandardCharsets.US_ASCII);

    /**
     * A record that follows the one with that hash.
     *
     * @param previous hash of the record before it, {@link #BEGIN} for the first
     */
    public static AuditRow after(
            String previous, long id, long at, String by, String action, @Nullable String incident, String text) {
        return new AuditRow(id, at, by, action, incident, text, hash(previous, id, at, by, action, incident, text));
    }

    /** Whether it holds what it held when it was written after the record with that hash, under that number. */
    boolean follows(String previous, long asId) {
        return hash.equals(hash(previous, asId, at, by, action, incident, text));
    }

    /**
     * SHA-256 over {@code failsight-audit-1}, the hash before it (64 ASCII characters), id and time (8 bytes each, big-endian), and who, what, incident,
     * text: each its length in bytes (4, big-endian; -1 for none) and UTF-8.
     */
    private static String hash(
            String previous, long id, long at, String by, String action, @Nullable String incident, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(FORM);
            digest.update(previous.getBytes(StandardCharsets.UTF_8));
            digest.update(
                    ByteBuffer.allocate(2 * Long.BYTES).putLong(id).putLong(at).flip());
            for (String member : new @Nullable String[] {by, action, incident, text}) {
                byte[] bytes = member == null ? new byte[0] : member.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES)
                        .putInt(member == null ? -1 : bytes.length)
                        .flip());
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
