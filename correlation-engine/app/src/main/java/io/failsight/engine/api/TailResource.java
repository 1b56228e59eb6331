package io.failsight.engine.api;

import io.failsight.engine.access.AccessGate;
import io.failsight.engine.access.Caller;
import io.failsight.engine.access.Cost;
import io.failsight.engine.access.Needs;
import io.failsight.engine.access.Role;
import io.failsight.engine.query.IndexQuery;
import io.failsight.engine.query.QueryRewriter;
import io.failsight.engine.tail.TailClient;
import io.failsight.engine.tail.TailEvent;
import io.failsight.engine.tail.TailHub;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.InstantSource;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Live tail as server-sent events. Thread-safe; each client has a virtual thread. */
@Path("/api/v1/tail")
@Tag(name = "Search")
public class TailResource {
    private final TailHub hub;
    private final InstantSource clock;

    TailResource(TailHub hub, InstantSource clock) {
        this.hub = hub;
        this.clock = clock;
    }

    @GET
    @Needs(value = Role.VIEWER, cost = Cost.STREAM)
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "tailEntries",
            summary = "Follow new entries",
            description =
                    "Server-sent events: 'entry' holds one entry, 'dropped' holds {\"count\"} of entries left out because this "
                            + "client is too slow or too many came at once; a comment each 10 seconds. Begins a few seconds back.")
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
                                            examples = "event: entry\ndata: {\"id\":\"AZqk0pZzWT4AAAAA\"}")))
    public void tail(
            @Parameter(description = Texts.QUERY, example = "severity:>=warn") @DefaultValue("*") @QueryParam("query")
                    String query,
            @Context RoutingContext context,
            @Context SseEventSink sink,
            @Context Sse sse) {
        Caller caller = AccessGate.caller(context);
        IndexQuery checked = QueryRewriter.rewriteForPeople(query, clock.instant());
        TailClient client = hub.join(checked)
                .orElseThrow(() -> new ProblemException(
                        Problem.of(
                                503,
                                "Too many live tails",
                                "at most " + TailHub.MAX_CLIENTS + " clients and " + TailHub.MAX_FEEDS
                                        + " different queries at once; close one, or search instead"),
                        Map.of("Retry-After", "30")));
        // A client that leaves is noticed at once, not with the next heartbeat: until then it takes the place of
        // another.
        context.addEndHandler(_ -> client.close());
        new SseStream<>(caller, sink, sse, client::next, client::isClosed)
                .start("tail-client", event -> event(event, sse), () -> hub.leave(checked, client));
    }

    private static OutboundSseEvent event(TailEvent event, Sse sse) {
        return switch (event) {
            case TailEvent.Arrived arrived -> sse.newEvent("entry", arrived.json());
            case TailEvent.Dropped dropped -> sse.newEvent("dropped", "{\"count\":" + dropped.count() + "}");
        };
    }
}
