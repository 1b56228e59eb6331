package io.failsight.engine.api;

import io.failsight.engine.access.Caller;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * One answer of server-sent events: a first comment at once, then what its source gives, and a comment whenever that was nothing for
 * {@link #HEARTBEAT}. It ends when the client leaves or takes nothing, its source closes, or its session ends. Used by one thread, then by another.
 *
 * @param <E> what the source gives
 */
public final class SseStream<E> {
    /** So long a client hears nothing at most. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    /** A client that takes nothing for so long is gone. */
    private static final Duration STALLED = Duration.ofSeconds(30);

    private final Caller caller;
    private final SseEventSink sink;
    private final Sse sse;
    private final Source<E> source;
    private final BooleanSupplier closed;

    /** Where events come from. */
    @FunctionalInterface
    public interface Source<E> {
        /** What came, waited for so long at most; empty when nothing did. */
        List<E> next(Duration limit) throws InterruptedException;
    }

    /**
     * A stream that has not begun.
     *
     * @param closed whether the source will give nothing more
     */
    public SseStream(Caller caller, SseEventSink sink, Sse sse, Source<E> source, BooleanSupplier closed) {
        this.caller = caller;
        this.sink = sink;
        this.sse = sse;
        this.source = source;
        this.closed = closed;
    }

    /**
     * Greets the client and serves it in a virtual thread from then on.
     *
     * @param event how an event is written
     * @param atEnd told when the stream has ended, in whatever way
     */
    public void start(String threadName, Function<E, OutboundSseEvent> event, Runnable atEnd) {
        greet();
        Thread.ofVirtual().name(threadName).start(() -> {
            try (sink) {
                serve(event);
            } finally {
                atEnd.run();
            }
        });
    }

    /**
     * Sends the head and the first comment while RESTEasy still waits for the method of the resource. Afterwards RESTEasy writes the head unless it
     * is written; a first event sent by another thread would come between its look and its writing, and its error page into the stream.
     */
    private void greet() {
        try {
            comment("live");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            // The client left already; the thread that serves it will see so.
        }
    }

    private void serve(Function<E, OutboundSseEvent> event) {
        try {
            do {
                List<E> events = source.next(HEARTBEAT);
                if (events.isEmpty() && !closed.getAsBoolean()) {
                    comment("still here");
                }
                for (E one : events) {
                    send(event.apply(one));
                }
            } while (!closed.getAsBoolean()
                    && !sink.isClosed()
                    && caller.lives().getAsBoolean());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            // The client left, which is how every stream ends.
        }
    }

    private void comment(String words) throws InterruptedException, ExecutionException, TimeoutException {
        send(sse.newEventBuilder().comment(words).build());
    }

    private void send(OutboundSseEvent event) throws InterruptedException, ExecutionException, TimeoutException {
        sink.send(event).toCompletableFuture().get(STALLED.toMillis(), TimeUnit.MILLISECONDS);
    }
}
