package io.failsight.collector.receive.otlp;

import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call of a remote sender whose message is still coming: it holds room, and not for longer than {@link #LIMIT}. Thread-safe. */
final class HalfMessage extends ForwardingServerCallListener.SimpleForwardingServerCallListener<byte[]> {
    /** 30 s for 4 MiB: exporters give up after 10. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final Runnable giveBack;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Future<?> timer;

    /**
     * @param giveBack gives the room back; called once
     * @param late counts a message that took too long
     * @param limit how long it may take
     */
    HalfMessage(
            ServerCall.Listener<byte[]> whole,
            ServerCall<byte[], byte[]> call,
            Runnable giveBack,
            Runnable late,
            Duration limit) {
        super(whole);
        this.giveBack = giveBack;
        timer = CLOCK.schedule(() -> cutOff(call, late, limit), limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("otlp-grpc-late").factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    private void cutOff(ServerCall<byte[], byte[]> call, Runnable late, Duration limit) {
        if (ended.compareAndSet(false, true)) {
            giveBack.run();
            late.run();
            call.close(
                    Status.DEADLINE_EXCEEDED.withDescription(
                            "the request did not come within " + limit.toSeconds() + " s; send it again"),
                    new Metadata());
        }
    }

    private boolean end() {
        boolean first = ended.compareAndSet(false, true);
        if (first) {
            giveBack.run();
            timer.cancel(false);
        }
        return first;
    }

    @Override
    public void onHalfClose() {
        if (end()) {
            super.onHalfClose();
        }
    }

    @Override
    public void onCancel() {
        boolean ignored = end();
        super.onCancel();
    }
}
