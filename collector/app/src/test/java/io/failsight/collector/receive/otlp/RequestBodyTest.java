package io.failsight.collector.receive.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.failsight.collector.receive.link.Proof;
import io.failsight.collector.receive.link.Rates;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
    @Test
    void givesItsRoomBackOnceHoweverManyRelease() throws Exception {
        InFlightBytes inFlight = new InFlightBytes(1 << 20);
        Rates rates = new Rates(1 << 20);
        for (int i = 0; i < 2_000; i++) {
            InFlightShares shares = new InFlightShares(inFlight, 1 << 16);
            RequestBody body = new RequestBody(shares.of(new OtlpSender(Proof.NOTHING, "a", rates.of("a"))), 1 << 16);
            body.expect(-1);
            body.add(Buffer.buffer("hello"));
            CountDownLatch go = new CountDownLatch(2);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int j = 0; j < 2; j++) {
                    threads.submit(() -> {
                        go.countDown();
                        go.await();
                        body.release();
                        return 0;
                    });
                }
            }
            assertEquals(0, inFlight.used());
            assertEquals(0, shares.senders());
        }
    }
}
