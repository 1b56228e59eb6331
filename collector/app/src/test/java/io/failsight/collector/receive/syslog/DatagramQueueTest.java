package io.failsight.collector.receive.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.receive.FakeBatchConsumer;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.StopSignal;
import io.failsight.collector.receive.link.Rates;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** The rate of senders over UDP: what is over it is refused one by one, and counted by who offers it. */
final class DatagramQueueTest {
    private static final InetAddress NOISY = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress CALM = InetAddress.ofLiteral("192.0.2.2");
    private static final byte[] DATAGRAM = new byte[1_000];

    private final FakeBatchConsumer consumer = new FakeBatchConsumer();
    private final StopSignal stop = new StopSignal();
    private final DatagramQueue queue = queue(new Rates(2_500));

    private DatagramQueue queue(Rates rates) {
        return new DatagramQueue(
                SyslogConfig.of("127.0.0.1", 0, 0),
                new ReceiverContext(consumer, new IntakeCounts(), InstantSource.system()),
                stop,
                rates);
    }

    private int taken(InetAddress sender, int offered) {
        int taken = 0;
        for (int i = 0; i < offered; i++) {
            taken += queue.offer(sender, DATAGRAM, DATAGRAM.length) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void refusesWhatIsOverTheRateOfASenderAndNothingOfOthers() {
        int taken = taken(NOISY, 100);
        assertTrue(taken >= 9 && taken <= 10, "four seconds of 2,500 bytes: " + taken);
        assertTrue(queue.offer(CALM, DATAGRAM, DATAGRAM.length));
        assertFalse(queue.offer(NOISY, DATAGRAM, DATAGRAM.length));
    }

    @Test
    void thisMachineMaySendAnyAmount() {
        assertEquals(200, taken(InetAddress.ofLiteral("127.0.0.1"), 200));
    }

    @Test
    void whatIsTakenIsPaidForWhenItIsHandedOver() {
        int first = taken(NOISY, 100);
        stop.stop(Duration.ofSeconds(1));
        queue.handOverUntilStopped();
        assertEquals(first, consumer.headers().getFirst().recordCount());
        assertTrue(taken(NOISY, 100) < first, "not all of it again");
    }
}
