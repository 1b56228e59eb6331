package io.failsight.engine.api.letters;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.engine.access.AccessGate;
import io.failsight.engine.access.Needs;
import io.failsight.engine.access.Role;
import io.failsight.engine.api.Problem;
import io.failsight.engine.api.ProblemException;
import io.failsight.engine.audit.Audit;
import io.failsight.engine.collector.CollectorAnswer;
import io.failsight.engine.collector.CollectorClient;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Entries that the index refused, which the collector keeps. Thread-safe. */
@Path("/api/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Dead letters", description = "Entries that OpenSearch refused for good")
public class DeadLetterResource {
    private static final int MAX_SIZE = 200;
    private static final int MAX_IDS = 1_000;
    private static final String PROBLEM = "application/problem+json";

    private final CollectorClient collector;
    private final Audit audit;

    DeadLetterResource(CollectorClient collector, Audit audit) {
        this.collector = collector;
        this.audit = audit;
    }

    /** What is to be sent again. */
    @Schema(
            name = "ResendRequest",
            description = "What is to be sent again: some, or all that were refused before a time")
    public record ResendRequest(
            @Schema(description = "identities, at most 1,000", examples = "[\"AaH6sAxqMbEAE71x\"]") @Nullable
            List<String> ids,

            @Schema(
                    description =
                            "all that were refused before this time; give the same one again while the answer says that some are left",
                    examples = "2026-11-20T10:00:00Z")
            @Nullable
            String before) {}

    /** What became of what was sent again. */
    @Schema(name = "ResendAnswer", description = "What became of what was sent again")
    public record ResendAnswer(
            @Schema(description = "are in the index now", examples = "3")
            int delivered,

            @Schema(description = "were in it already", examples = "0")
            int alreadyThere,

            @Schema(description = "were refused again, and are kept with the new reason", examples = "0")
            int refused,

            @Schema(description = "were not tried yet, or not answered: send the same request again", examples = "0")
            int left) {}

    @GET
    @Needs(Role.VIEWER)
    @Operation(
            operationId = "listDeadLetters",
            summary = "List entries that were refused",
            description =
                    "Entries that OpenSearch refused for good, with its reason, the one that was refused last first.")
    @APIResponse(
            responseCode = "200",
            description = "a part of them, and how many there are",
            content = @Content(schema = @Schema(implementation = DeadLettersAnswer.class)))
    @APIResponse(
            responseCode = "503",
            description = "the collector, which keeps them, does not answer",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
    public DeadLettersAnswer list(
            @Parameter(description = "how many, 0 to 200", example = "50") @QueryParam("size") @DefaultValue("50")
                    int size,
            @Parameter(description = "how many to skip", example = "0") @QueryParam("skip") @DefaultValue("0")
                    int skip) {
        if (size < 0 || size > MAX_SIZE || skip < 0) {
            throw wrong("'size' is 0 to " + MAX_SIZE + " and 'skip' at least 0");
        }
        return DeadLettersAnswer.of(given(
                collector.get("dead-letters", Map.of("size", Integer.toString(size), "skip", Integer.toString(skip)))));
    }

    @POST
    @Needs(Role.OPERATOR)
    @Path("/resend")
    @Operation(
            operationId = "resendDeadLetters",
            summary = "Send refused entries again",
            description =
                    "Each goes to the newest index of its class, and is there once whatever happens on the way; what is refused again is kept with the new reason. Answers after some seconds; the rest is left. Is audited.")
    @APIResponse(
            responseCode = "200",
            description = "what became of them",
            content = @Content(schema = @Schema(implementation = ResendAnswer.class)))
    @APIResponse(
            responseCode = "503",
            description = "the collector or OpenSearch does not answer; nothing is lost",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
    public ResendAnswer resend(@Nullable ResendRequest wanted, @Context RoutingContext context) {
        List<String> ids = wanted == null || wanted.ids() == null ? List.of() : wanted.ids();
        String before = wanted == null ? null : wanted.before();
        if (before == null == ids.isEmpty() || ids.size() > MAX_IDS) {
            throw wrong("send either {\"ids\": [...]} with 1 to " + MAX_IDS + " of them, or {\"before\": time}");
        }
        String account = AccessGate.caller(context).account().name();
        audit.add(
                account,
                "resend-dead-letters",
                before == null
                        ? ids.size() + " chosen: " + String.join(" ", ids)
                        : "all refused before " + time(before));
        JsonNode done = given(
                collector.post("dead-letters/resend", before == null ? Map.of("ids", ids) : Map.of("before", before)));
        return new ResendAnswer(
                done.path("delivered").asInt(),
                done.path("alreadyThere").asInt(),
                done.path("refused").asInt(),
                done.path("left").asInt());
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw wrong("'before' must be a time such as 2026-11-20T18:00:00Z, not '" + text + "'");
        }
    }

    private static JsonNode given(CollectorAnswer answer) {
        return switch (answer) {
            case CollectorAnswer.Given(JsonNode body) -> body;
            case CollectorAnswer.Refused(int status, String detail) ->
                throw new ProblemException(status == 400 ? 400 : 503, "The collector did not do that", detail);
            case CollectorAnswer.Away(String detail) ->
                throw new ProblemException(503, "The collector does not answer", detail);
        };
    }

    private static ProblemException wrong(String detail) {
        return new ProblemException(400, "The request cannot be understood", detail);
    }
}
