package io.failsight.collector.receive.otlp;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Collects the body of one request, already decompressed, within the limit of a request and the limit of all requests in hand. What
 * is over a limit is read and thrown away, so that the sender gets to see the answer. Used by one event loop at a time.
 */
final class RequestBody {
    /** Room to start with when the length is not known; also the least that one request counts against the limit of all. */
    private static final int FIRST_ROOM_BYTES = 16_384;

    private final InFlightShares.Room room;
    private final int maxBytes;
    private byte[] array = {};
    private int length;
    private long seen;
    /** Given back once, whoever comes first: the thread that used the bytes, or the event loop when the connection broke. */
    private final AtomicLong taken = new AtomicLong();

    private boolean overloaded;

    RequestBody(InFlightShares.Room room, int maxBytes) {
        this.room = room;
        this.maxBytes = maxBytes;
    }

    /** Takes room for a body of that length, -1 when it is not known. */
    void expect(long contentLength) {
        if (contentLength <= maxBytes) {
            grow((int) Math.max(contentLength, FIRST_ROOM_BYTES));
        }
    }

    void add(Buffer chunk) {
        seen += chunk.length();
        if (overloaded || tooLarge()) {
            release();
            return;
        }
        if (length + chunk.length() > array.length) {
            grow(Math.min(maxBytes, Math.max(length + chunk.length(), array.length * 2)));
        }
        if (!overloaded) {
            chunk.getBytes(array, length);
            length += chunk.length();
        }
    }

    private void grow(int size) {
        if (room.tryTake(size - array.length)) {
            taken.addAndGet(size - array.length);
            array = Arrays.copyOf(array, size);
        } else {
            overloaded = true;
            release();
        }
    }

    /** Gives the room back; the bytes are gone. Harmless when called again. */
    void release() {
        room.giveBack(taken.getAndSet(0));
        array = new byte[0];
        length = 0;
    }

    /** Bytes that arrived, the ones thrown away too. */
    long seen() {
        return seen;
    }

    boolean tooLarge() {
        return seen > maxBytes;
    }

    boolean overloaded() {
        return overloaded;
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }
}
