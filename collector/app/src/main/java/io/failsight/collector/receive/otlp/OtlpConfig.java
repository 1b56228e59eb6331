package io.failsight.collector.receive.otlp;

import io.failsight.collector.intake.Batch;
import java.time.Duration;

/**
 * Limits of the OTLP door. Immutable and thread-safe.
 *
 * @param maxRequestBytes largest export request after decompression, 1 KiB to {@link Batch#MAX_PAYLOAD_BYTES}; larger ones are refused
 * @param maxRecordBytes largest log record or span, at least 1 KiB; larger ones are refused by partial success
 * @param maxInFlightBytes bytes of all HTTP requests that are being read or journaled at a time; above it senders are told to come again
 * @param patience how long one request may wait for the journal
 */
public record OtlpConfig(int maxRequestBytes, int maxRecordBytes, long maxInFlightBytes, Duration patience) {
    /** 16 MiB: what one batch of the journal holds. */
    public static final int DEFAULT_MAX_REQUEST_BYTES = Batch.MAX_PAYLOAD_BYTES;
    /** 1 MiB: a larger record would make a document that the store handles badly. */
    public static final int DEFAULT_MAX_RECORD_BYTES = 1 << 20;
    /** 48 MiB: three of the largest requests; the process has a heap of 256 MB. */
    public static final long DEFAULT_MAX_IN_FLIGHT_BYTES = 48L << 20;
    /** 5 s: exporters give up after 10 s. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(5);

    private static final int SMALLEST = 1_024;

    public OtlpConfig {
        if (maxRequestBytes < SMALLEST || maxRequestBytes > Batch.MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("failsight.otlp.max-request-bytes must be " + SMALLEST + " to "
                    + Batch.MAX_PAYLOAD_BYTES + ", was " + maxRequestBytes);
        }
        if (maxRecordBytes < SMALLEST || maxRecordBytes > maxRequestBytes) {
            throw new IllegalArgumentException("failsight.otlp.max-record-bytes must be " + SMALLEST
                    + " to max-request-bytes (" + maxRequestBytes + "), was " + maxRecordBytes);
        }
        if (maxInFlightBytes < maxRequestBytes) {
            throw new IllegalArgumentException("failsight.otlp.max-in-flight-bytes must be at least max-request-bytes ("
                    + maxRequestBytes + "), was " + maxInFlightBytes);
        }
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("failsight.otlp.patience must be above zero, was " + patience);
        }
    }

    /** The limits that hold unless configured otherwise. */
    public static OtlpConfig defaults() {
        return new OtlpConfig(
                DEFAULT_MAX_REQUEST_BYTES, DEFAULT_MAX_RECORD_BYTES, DEFAULT_MAX_IN_FLIGHT_BYTES, DEFAULT_PATIENCE);
    }
}
