package io.failsight.engine.api.incident;

import io.failsight.core.Correlator;
import io.failsight.core.cluster.ClusterState;
import io.failsight.engine.access.Needs;
import io.failsight.engine.access.Role;
import io.failsight.engine.api.Problem;
import io.failsight.engine.api.ProblemException;
import io.failsight.engine.incident.Correlation;
import io.failsight.engine.incident.IncidentBook;
import io.failsight.engine.incident.Nanos;
import io.failsight.engine.incident.Sites;
import io.failsight.engine.query.TimeWindow;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Clusters now and at an instant. Thread-safe. */
@Path("/api/v1/clusters")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Clusters", description = "State of clusters, nodes and what they need")
public class ClusterResource {
    /** The core answers within milliseconds, but for its start, when it reads its signals back. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Correlation correlation;
    private final IncidentBook book;
    private final Sites sites;
    private final InstantSource clock;

    ClusterResource(Correlation correlation, IncidentBook book, Sites sites, InstantSource clock) {
        this.correlation = correlation;
        this.book = book;
        this.sites = sites;
        this.clock = clock;
    }

    @GET
    @Needs(Role.VIEWER)
    @Operation(
            operationId = "listClusters",
            summary = "List clusters",
            description = "Every cluster of failsight.yaml or found from signals, as it is now.")
    @APIResponse(
            responseCode = "200",
            description = "the clusters",
            content = @Content(schema = @Schema(implementation = ClusterAnswer.All.class)))
    public ClusterAnswer.All list() {
        List<ClusterState> states = ask(Correlator::clusters);
        Stream<String> named = states.stream()
                .flatMap(state -> state.nodes().stream())
                .map(ClusterState.NodeState::site)
                .filter(site -> !site.isEmpty());
        return new ClusterAnswer.All(
                states.stream()
                        .map(state -> ClusterAnswer.of(state, book.openIn(state.name())))
                        .toList(),
                Stream.concat(sites.names().stream(), named).distinct().toList());
    }

    @GET
    @Needs(Role.VIEWER)
    @Path("/{name}")
    @Operation(
            operationId = "getCluster",
            summary = "Get one cluster, now or at an instant",
            description =
                    "With 'at', the state that the signals known today give for that instant; 404 before the window that is kept.")
    @APIResponse(
            responseCode = "200",
            description = "the cluster",
            content = @Content(schema = @Schema(implementation = ClusterAnswer.class)))
    public ClusterAnswer get(
            @Parameter(description = "name of the cluster", example = "mirror") @PathParam("name") String name,
            @Parameter(
                            description = "instant: ISO 8601, milliseconds since the epoch, or now-1h; now when blank",
                            example = "2026-11-20T09:14:00Z")
                    @DefaultValue("")
                    @QueryParam("at")
                    String at) {
        Optional<Instant> instant = TimeWindow.parse(at, "", clock.instant()).from();
        Optional<ClusterState> state = ask(core -> instant.isPresent()
                ? core.stateAt(name, Nanos.of(instant.get()))
                : core.clusters().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst());
        return state.map(found -> ClusterAnswer.of(found, book.openIn(name)))
                .orElseThrow(() -> new ProblemException(
                        404,
                        "No such cluster",
                        "there is no cluster '" + name + "'"
                                + instant.map(time -> " whose state at " + time + " is known")
                                        .orElse("")
                                + "; GET /api/v1/clusters lists them"));
    }

    private <T> T ask(Function<Correlator, T> question) {
        try {
            return correlation.ask(question).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        } catch (TimeoutException e) {
            throw busy();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the core failed on a question", e.getCause());
        }
    }

    private static ProblemException busy() {
        return new ProblemException(
                Problem.of(
                        503,
                        "Clusters are not known yet",
                        "the engine is still reading its signals back; try again shortly"),
                Map.of("Retry-After", "2"));
    }
}
