package io.failsight.engine.api;

import io.failsight.engine.access.Needs;
import io.failsight.engine.access.Role;
import io.failsight.engine.store.StoreException;
import io.failsight.engine.store.StoreState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How the parts fare, as far as this one can tell. Thread-safe. */
@Path("/api/v1/status")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Status", description = "How Failsight itself fares")
public class StatusResource {
    private final StoreState store;
    private final CollectorHealth collector;
    private final CanaryHealth canary;
    private final DiskState disk;

    StatusResource(StoreState store, CollectorHealth collector, CanaryHealth canary, DiskState disk) {
        this.store = store;
        this.collector = collector;
        this.canary = canary;
        this.disk = disk;
    }

    @GET
    @Needs(Role.VIEWER)
    @Operation(
            operationId = "getStatus",
            summary = "Show how the parts fare",
            description =
                    "OpenSearch with its indices, entries and size; the collector; this service; the entry that passes the whole way all the time; the disk. Always 200: a part that is down says so.")
    @APIResponse(
            responseCode = "200",
            description = "the parts",
            content = @Content(schema = @Schema(implementation = StatusAnswer.class)))
    // Workers may all wait for an OpenSearch that hangs; this answer must not wait behind them.
    @RunOnVirtualThread
    public StatusAnswer status() {
        CompletableFuture<StatusAnswer.Part> asked = CompletableFuture.supplyAsync(
                collector::ask, question -> Thread.ofVirtual().start(question));
        CompletableFuture<Optional<StatusAnswer.Part>> sung = CompletableFuture.supplyAsync(
                canary::ask, question -> Thread.ofVirtual().start(question));
        CompletableFuture<Optional<StatusAnswer.Disk>> room = CompletableFuture.supplyAsync(
                disk::ask, question -> Thread.ofVirtual().start(question));
        List<StatusAnswer.Part> parts = new ArrayList<>();
        parts.add(openSearch());
        parts.add(asked.join());
        parts.add(new StatusAnswer.Part("correlation-engine", true, "answers"));
        sung.join().ifPresent(parts::add);
        return new StatusAnswer(parts, asked.join().up() ? room.join().orElse(null) : null);
    }

    private StatusAnswer.Part openSearch() {
        try {
            StoreState.Contents contents = store.contents();
            return new StatusAnswer.Part(
                    "opensearch",
                    !contents.health().equals("red"),
                    String.format(
                            Locale.ROOT,
                            "%s, %d indices, %d entries, %.1f MB",
                            contents.health(),
                            contents.indices(),
                            contents.entries(),
                            contents.bytes() / 1e6));
        } catch (StoreException e) {
            return new StatusAnswer.Part("opensearch", false, e.getMessage());
        }
    }
}
