package io.failsight.engine.api;

import io.failsight.model.EntryField;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Completes the OpenAPI description with what all operations share: the schema of an entry, made from {@link EntryField}; the errors;
 * the ways to prove who one is. Runs at build time.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiDescription implements OASFilter {
    private static final Map<String, String> ERRORS = Map.of(
            "400", "the question is wrong; detail says what and, in a query, position says where",
            "401", "not signed in, or name or password is wrong",
            "403", "signed in, but not allowed",
            "429", "too many failed sign-ins or requests; Retry-After says when to try again",
            "500", "an error in Failsight",
            "503", "OpenSearch is down or busy; Retry-After says when to try again");

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getComponents() == null) {
            api.setComponents(OASFactory.createComponents());
        }
        api.getComponents()
                .addSchema("Entry", entry())
                .addSchema(
                        "EntryList",
                        OASFactory.createSchema()
                                .type(List.of(Schema.SchemaType.ARRAY))
                                .description("Entries")
                                .items(OASFactory.createSchema().ref("#/components/schemas/Entry")))
                .addSchema("Problem", problem())
                .addSecurityScheme(
                        "basic",
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("basic")
                                .description("Name and password with each call; needs no CSRF token"))
                .addSecurityScheme(
                        "token",
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("Token that an admin made; needs no CSRF token"))
                .addSecurityScheme(
                        "session",
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.COOKIE)
                                .name("failsight-session")
                                .description(
                                        "Cookie of POST /api/v1/session; other calls than GET also need X-CSRF-Token"));
        api.setSecurity(List.of(
                OASFactory.createSecurityRequirement().addScheme("basic"),
                OASFactory.createSecurityRequirement().addScheme("token"),
                OASFactory.createSecurityRequirement().addScheme("session")));
        SignalDescription.addTo(api);
        Schema time = api.getComponents().getSchemas().get("Instant");
        if (time != null) {
            time.setDescription("A time: ISO 8601, UTC, with up to nine decimals of a second");
        }
        api.getPaths()
                .getPathItems()
                .values()
                .forEach(path -> path.getOperations().values().forEach(ApiDescription::addErrors));
    }

    private static void addErrors(Operation operation) {
        ERRORS.forEach((status, description) -> operation.getResponses().addAPIResponse(status, error(description)));
    }

    private static APIResponse error(String description) {
        return OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problems.TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("#/components/schemas/Problem"))));
    }

    private static Schema problem() {
        return object("What went wrong (RFC 9457)")
                .addProperty(
                        "type",
                        property(Schema.SchemaType.STRING, "always about:blank: the title says it", "about:blank"))
                .addProperty(
                        "title", property(Schema.SchemaType.STRING, "the kind of error", "The query cannot be run"))
                .addProperty("status", property(Schema.SchemaType.INTEGER, "HTTP status", 400))
                .addProperty(
                        "detail",
                        property(
                                Schema.SchemaType.STRING,
                                "what is wrong and what to do",
                                "the quotation mark is never closed; add \" at the end of the phrase"))
                .addProperty(
                        "position",
                        property(
                                Schema.SchemaType.INTEGER,
                                "index of the wrong character in the query, 0 the first",
                                12));
    }

    private static Schema entry() {
        Schema entry = object("An entry: every field that is set")
                .addProperty("id", property(Schema.SchemaType.STRING, "its identity", "AZqk0pZzWT4AAAAA"))
                .addProperty(
                        "severityNumber", property(Schema.SchemaType.INTEGER, EntryField.SEVERITY.description(), 17));
        for (EntryField field : EntryField.values()) {
            entry.addProperty(field.jsonName(), property(field));
        }
        return entry;
    }

    private static Schema property(EntryField field) {
        return switch (field.type()) {
            case KEYWORD, TEXT, STORED -> property(Schema.SchemaType.STRING, field.description(), "text");
            case TIME, MILLIS ->
                property(
                        Schema.SchemaType.STRING,
                        field.description() + " (ISO 8601)",
                        "2026-11-20T10:15:00.123456789Z");
            case LONG, CHECKSUM -> property(Schema.SchemaType.INTEGER, field.description(), 42);
            case BYTE ->
                property(
                        Schema.SchemaType.STRING,
                        "severity as a word: trace, debug, info, warn, error, fatal, unknown",
                        "error");
            case ATTRIBUTES ->
                object("any other attribute: its values by key")
                        .additionalPropertiesSchema(OASFactory.createSchema()
                                .type(List.of(Schema.SchemaType.ARRAY))
                                .items(property(Schema.SchemaType.STRING, "a value", "eu-1")));
        };
    }

    private static Schema object(String description) {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.OBJECT)).description(description);
    }

    private static Schema property(Schema.SchemaType type, String description, Object example) {
        return OASFactory.createSchema()
                .type(List.of(type))
                .description(description)
                .examples(List.of(example));
    }
}
