package io.failsight.engine.api;

import io.failsight.engine.access.Needs;
import io.failsight.engine.access.Role;
import io.failsight.model.EntryField;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The fields that queries may name. Stateless. */
@Path("/api/v1/fields")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Search")
public class FieldsResource {
    private static final List<FieldAnswer> FIELDS =
            Arrays.stream(EntryField.values()).map(FieldsResource::answer).toList();

    @GET
    @Needs(Role.VIEWER)
    @Operation(
            operationId = "listFields",
            summary = "List fields",
            description = "Every field that an entry can have of its own.")
    @APIResponse(
            responseCode = "200",
            description = "the fields",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = FieldAnswer.class)))
    public List<FieldAnswer> fields() {
        return FIELDS;
    }

    private static FieldAnswer answer(EntryField field) {
        String type = switch (field.type()) {
            case KEYWORD -> "keyword";
            case TEXT -> "text";
            case STORED, CHECKSUM -> "stored";
            case TIME, MILLIS -> "time";
            case LONG -> "number";
            case BYTE -> "severity";
            case ATTRIBUTES -> "attributes";
        };
        boolean facet = switch (field.type()) {
            case KEYWORD, LONG, BYTE -> true;
            case TEXT, STORED, TIME, MILLIS, CHECKSUM, ATTRIBUTES -> false;
        };
        return new FieldAnswer(field.jsonName(), type, field.description(), facet);
    }
}
