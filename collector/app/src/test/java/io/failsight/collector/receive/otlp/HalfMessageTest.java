package io.failsight.collector.receive.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class HalfMessageTest {
    private final AtomicInteger givenBack = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();
    private final BlockingQueue<Status> closed = new LinkedBlockingQueue<>();

    private HalfMessage message(Duration limit) {
        ServerCall.Listener<byte[]> whole = new ServerCall.Listener<>() {
            @Override
            public void onHalfClose() {
                received.incrementAndGet();
            }
        };
        return new HalfMessage(whole, new Call(), givenBack::incrementAndGet, late::incrementAndGet, limit);
    }

    @Test
    void aCallWhoseMessageDoesNotComeIsClosedWithWordsAndItsRoomGivenBack() throws Exception {
        HalfMessage message = message(Duration.ofMillis(20));
        Status status = closed.poll(20, TimeUnit.SECONDS);
        assertTrue(status != null && status.getCode() == Status.Code.DEADLINE_EXCEEDED, String.valueOf(status));
        assertEquals(1, late.get());
        message.onHalfClose();
        message.onCancel();
        assertEquals(1, givenBack.get(), "once");
        assertEquals(0, received.get(), "what comes after that is not taken");
    }

    @Test
    void aWholeMessageAndACancelledCallGiveTheRoomBackOnce() {
        HalfMessage whole = message(Duration.ofMinutes(1));
        whole.onHalfClose();
        whole.onCancel();
        HalfMessage cancelled = message(Duration.ofMinutes(1));
        cancelled.onCancel();
        assertEquals(2, givenBack.get());
        assertEquals(1, received.get());
        assertEquals(0, late.get());
    }

    private final class Call extends ServerCall<byte[], byte[]> {
        @Override
        public void request(int numMessages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(byte[] message) {}

        @Override
        public void close(Status status, Metadata trailers) {
            closed.add(status);
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public @Nullable MethodDescriptor<byte[], byte[]> getMethodDescriptor() {
            return null;
        }
    }
}
