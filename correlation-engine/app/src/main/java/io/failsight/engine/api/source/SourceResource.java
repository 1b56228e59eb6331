package io.failsight.engine.api.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.engine.access.Needs;
import io.failsight.engine.access.Role;
import io.failsight.engine.api.Problem;
import io.failsight.engine.api.ProblemException;
import io.failsight.engine.collector.CollectorAnswer;
import io.failsight.engine.collector.CollectorClient;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the collector knows of its sources. Thread-safe. */
@Path("/api/v1/sources")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Sources", description = "Who sends, what came, and what is missing")
public class SourceResource {
    private final CollectorClient collector;
    private final ObjectMapper json;

    SourceResource(CollectorClient collector, ObjectMapper json) {
        this.collector = collector;
        this.json = json;
    }

    @GET
    @Needs(Role.VIEWER)
    @Operation(
            operationId = "listSources",
            summary = "List sources",
            description =
                    "Every host behind every source: what came, its rate, silence and clock, and how much of what it counted did not come.")
    @APIResponse(
            responseCode = "200",
            description = "the sources",
            content = @Content(schema = @Schema(implementation = SourceList.class)))
    @APIResponse(
            responseCode = "503",
            description = "the collector does not answer",
            content =
                    @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
    public SourceList list() {
        return read(collector.get("sources", Map.of()), SourceList.class);
    }

    @GET
    @Needs(Role.VIEWER)
    @Path("/detail")
    @Operation(
            operationId = "getSource",
            summary = "Show one source",
            description =
                    "With the series of numbers that it counts in, and its gaps: which numbers, how many, between which times.")
    @APIResponse(
            responseCode = "200",
            description = "the source",
            content = @Content(schema = @Schema(implementation = SourceDetail.class)))
    @APIResponse(
            responseCode = "404",
            description = "nothing is known of it",
            content =
                    @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "the collector does not answer",
            content =
                    @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
    public SourceDetail detail(
            @Parameter(description = "one sender at one door", example = "syslog/192.0.2.7")
                    @DefaultValue("")
                    @QueryParam("source")
                    String source,
            @Parameter(description = "host name that it claims", example = "vms-a")
                    @DefaultValue("")
                    @QueryParam("host")
                    String host) {
        return read(collector.get("source", Map.of("source", source, "host", host)), SourceDetail.class);
    }

    private <T> T read(CollectorAnswer answer, Class<T> type) {
        return switch (answer) {
            case CollectorAnswer.Given given -> tree(given, type);
            case CollectorAnswer.Refused refused ->
                throw new ProblemException(
                        refused.status() == 400 || refused.status() == 404 ? refused.status() : 503,
                        refused.status() == 404 ? "No such source" : "The collector has no answer",
                        refused.detail());
            case CollectorAnswer.Away away ->
                throw new ProblemException(503, "The collector does not answer", away.detail());
        };
    }

    private <T> T tree(CollectorAnswer.Given given, Class<T> type) {
        try {
            return json.treeToValue(given.body(), type);
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    503, "The collector is of another version", "its answer is of another form; restart both");
        }
    }
}
