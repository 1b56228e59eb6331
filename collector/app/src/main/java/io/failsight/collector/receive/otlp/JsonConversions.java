package io.failsight.collector.receive.otlp;

import io.failsight.collector.receive.otlp.request.OtlpJson;
import io.failsight.collector.receive.otlp.request.OtlpJson.MalformedJson;
import io.failsight.collector.receive.otlp.request.OtlpSignal;
import java.util.concurrent.Semaphore;

/**
 * Converts OTLP/JSON, as many bytes at a time as the heap bears: what a conversion builds meanwhile takes about fifteen times the bytes of
 * its JSON (a request of 15 MiB filled a heap of 256 MB, 4 MiB passed with 96 MB). Others wait their turn. Thread-safe.
 */
final class JsonConversions {
    /** Largest request in JSON: 4 MiB, some ten thousand records; also what is converted at a time, all requests together. */
    static final int MAX_BYTES = 4 << 20;

    private static final int UNIT_BYTES = 1_024;

    private final Semaphore units = new Semaphore(MAX_BYTES / UNIT_BYTES, true);

    /** Converts a request of at most {@link #MAX_BYTES}; blocks until it is its turn. */
    byte[] toProtobuf(OtlpSignal signal, byte[] json, int length) throws MalformedJson {
        int share = Math.clamp(Math.ceilDiv(length, UNIT_BYTES), 1, MAX_BYTES / UNIT_BYTES);
        units.acquireUninterruptibly(share);
        try {
            return OtlpJson.toProtobuf(signal, json, length);
        } finally {
            units.release(share);
        }
    }
}
