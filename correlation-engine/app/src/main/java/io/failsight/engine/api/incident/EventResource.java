package io.failsight.engine.api.incident;

import io.failsight.engine.access.AccessGate;
import io.failsight.engine.access.Caller;
import io.failsight.engine.access.Cost;
import io.failsight.engine.access.Needs;
import io.failsight.engine.access.Role;
import io.failsight.engine.api.Problem;
import io.failsight.engine.api.ProblemException;
import io.failsight.engine.api.SseStream;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Map;
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
    private final LiveFeed feed;

    EventResource(LiveFeed feed) {
        this.feed = feed;
    }

    @GET
    @Needs(value = Role.VIEWER, cost = Cost.STREAM)
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
        new SseStream<>(caller, sink, sse, client::next, client::isClosed)
                .start("events-client", event -> sse.newEvent(event.name(), event.data()), () -> feed.leave(client));
    }
}
