package io.failsight.engine.notify.channel;

/**
 * Who this engine is to SNMP version 3 (RFC 3414): receivers drop traps whose boots are fewer than they know, so that both must outlive a restart. Immutable.
 *
 * @param engineId 5 to 32 bytes in hexadecimal
 * @param boots how often it was started
 * @param startedNanos time of the start, on the scale of {@link System#nanoTime}
 */
public record SnmpIdentity(String engineId, int boots, long startedNanos) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Seconds since the start. */
    int engineTime() {
        return (int) ((System.nanoTime() - startedNanos) / NANOS_PER_SECOND);
    }
}
