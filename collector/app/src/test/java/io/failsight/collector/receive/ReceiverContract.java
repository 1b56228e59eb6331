package io.failsight.collector.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.IntakeCounts;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every receiver does, whatever its protocol. Subclasses say how to make one and how to send records to it. */
@SuppressWarnings("NullAway.Init") // the receiver is made before each test
public abstract class ReceiverContract {
    /** Time of receipt of every batch. */
    protected static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123456789Z");

    protected final FakeBatchConsumer consumer = new FakeBatchConsumer();
    protected final IntakeCounts counts = new IntakeCounts();
    private Receiver receiver;

    /** A receiver that is not started, on 127.0.0.1. */
    protected abstract Receiver receiver(ReceiverContext context, int port);

    /** Sends records to a port on 127.0.0.1 over one connection, in order. */
    protected abstract void send(int port, List<String> records) throws Exception;

    /** The record number {@code index} of a test, as the consumer gets it back. */
    protected abstract String record(int index);

    @BeforeEach
    void makeReceiver() {
        receiver = receiver(new ReceiverContext(consumer, counts, InstantSource.fixed(NOW)), 0);
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    private List<String> records(int count) {
        return IntStream.range(0, count).mapToObj(this::record).toList();
    }

    @Test
    void handsOverWhatWasSentInOrder() throws Exception {
        receiver.start();
        List<String> sent = records(500);
        send(receiver.port(), sent);
        assertEquals(sent, consumer.await(sent.size()));
        for (BatchHeader header : consumer.headers()) {
            assertEquals(receiver.id(), header.receiver());
            assertTrue(header.source().startsWith(receiver.id() + "/"), header.source());
            assertEquals("127.0.0.1", header.peer());
            assertEquals(NOW.getEpochSecond() * 1_000_000_000L + NOW.getNano(), header.receivedNanos());
        }
        assertEquals(0, counts.door(receiver.id()).refused());
    }

    @Test
    void losesNothingWhenTheConsumerPutsOff() throws Exception {
        consumer.putOff(25);
        receiver.start();
        List<String> sent = records(200);
        send(receiver.port(), sent);
        assertEquals(sent, consumer.await(sent.size()));
        assertTrue(consumer.calls() > 25, "put-off batches are tried again");
        assertEquals(0, counts.door(receiver.id()).refused());
    }

    @Test
    void stopsTwice() throws Exception {
        receiver.start();
        receiver.close();
        receiver.close();
        assertEquals(-1, receiver.port());
    }

    @Test
    void stopsBeforeStart() {
        receiver.close();
        assertThrows(IllegalStateException.class, receiver::start);
    }

    @Test
    void startsOnlyOnce() throws Exception {
        receiver.start();
        assertThrows(IllegalStateException.class, receiver::start);
    }

    @Test
    void freesItsPort() throws Exception {
        receiver.start();
        int port = receiver.port();
        receiver.close();
        try (Receiver again = receiver(new ReceiverContext(consumer, counts, InstantSource.fixed(NOW)), port)) {
            again.start();
            assertEquals(port, again.port());
        }
    }

    @Test
    void saysWhichAddressIsTaken() throws Exception {
        receiver.start();
        int port = receiver.port();
        try (Receiver second = receiver(new ReceiverContext(consumer, counts, InstantSource.fixed(NOW)), port)) {
            IOException failure = assertThrows(IOException.class, second::start);
            String message = String.valueOf(failure.getMessage());
            assertTrue(message.contains(receiver.id()), message);
            assertTrue(message.contains("127.0.0.1:" + port), message);
        }
    }
}
