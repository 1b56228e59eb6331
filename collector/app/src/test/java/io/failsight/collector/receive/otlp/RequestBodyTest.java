package io.failsight.collector.receive.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
    @Test
    void givesItsRoomBackOnceHoweverManyRelease() throws Exception {
        InFlightBytes inFlight = new InFlightBytes(1 << 20);
        for (int i = 0; i < 2_000; i++) {
            RequestBody body = new RequestBody(inFlight, 1 << 16);
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
        }
    }
}
