package io.failsight.engine.api.incident;

import io.failsight.engine.access.AccessGate;
import io.failsight.engine.access.Caller;
import io.failsight.engine.api.Problem;
import io.failsight.engine.api.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Changes of incidents and clusters as server-sent events. Thread-safe; each page has a virtual thread. */
@Path("/api/v1/events")
@Tag(name = "Incidents")
public class EventResource {
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    /** A client that takes nothing for so long is gone. */
    private static final Duration STALLED = Duration.ofSeconds(30);

    private final LiveFeed feed;

    EventResource(LiveFeed feed) {
        this.feed = feed;
    }

    @GET
    @RunOnVirtualThread
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "followEvents",
            summary = "Follow incidents and clusters",
            description =
                    "Server-sent events: 'incident' holds an item of GET incidents, 'cluster' an item of GET clusters, each after it changed; "
                            + "a comment each 10 seconds. It tells only what changes from now on: read the lists first, and again after the connection broke.")
    @APIResponse(
            responseCode = "200",
            description = "the events, until the client leaves or its session ends",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            description = "event stream",
                                            examples = "event: incident\ndata: {\"id\":\"2026-11-20-mirror-1\"}")))
    public void follow(@Context RoutingContext context, @Context SseEventSink sink, @Context Sse sse) {
        Caller caller = AccessGate.caller(context);
        LiveFeed.Client client = feed.join()
                .orElseThrow(() -> new ProblemException(
                        Problem.of(
                                503,
                                "Too many open pages",
                                "at most " + LiveFeed.MAX_CLIENTS
                                        + " pages at once; close one, or read the lists again"),
                        Map.of("Retry-After", "30")));
        context.addEndHandler(_ -> client.close());
        greet(sink, sse);
        Thread.ofVirtual().name("events-client").start(() -> {
            try (sink) {
                serve(caller, client, sink, sse);
            } finally {
                feed.leave(client);
            }
        });
    }

    /** The head and the first comment go out while RESTEasy still waits: see {@code TailResource}. */
    private static void greet(SseEventSink sink, Sse sse) {
        try {
            send(sink, sse.newEventBuilder().comment("live").build());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            // The client left already; the thread that serves it will see so.
        }
    }

    private static void serve(Caller caller, LiveFeed.Client client, SseEventSink sink, Sse sse) {
        try {
            do {
                List<LiveFeed.Event> events = client.next(HEARTBEAT);
                if (events.isEmpty() && !client.isClosed()) {
                    send(sink, sse.newEventBuilder().comment("still here").build());
                }
                for (LiveFeed.Event event : events) {
                    send(sink, sse.newEvent(event.name(), event.data()));
                }
            } while (!client.isClosed() && !sink.isClosed() && caller.lives().getAsBoolean());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            // The client left, which is how every stream ends.
        }
    }

    private static void send(SseEventSink sink, OutboundSseEvent event)
            throws InterruptedException, ExecutionException, TimeoutException {
        sink.send(event).toCompletableFuture().get(STALLED.toMillis(), TimeUnit.MILLISECONDS);
    }
}
