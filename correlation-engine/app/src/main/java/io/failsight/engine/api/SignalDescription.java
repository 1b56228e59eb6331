package io.failsight.engine.api;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Describes the acknowledged stream, which stands before the accounts and is therefore no resource. Stateless. */
final class SignalDescription {
    private static final String EXAMPLE =
            "{\"id\":\"AZqk0pZzWT4AAAAA\",\"kind\":\"role-changed\",\"subject\":{\"site\":\"north\",\"cluster\":\"mirror\",\"node\":\"vms-a\",\"layer\":"
                    + "\"middleware\",\"component\":\"heart\",\"resource\":\"\"},\"reporter\":\"vms-a\",\"remote\":false,\"timeNanos\":1795166100000000000,"
                    + "\"timeSource\":\"parsed\",\"resolutionNanos\":1000000,\"observedNanos\":1795166100020000000,\"source\":\"syslog/192.0.2.11/safekit\","
                    + "\"sequence\":77,\"clockOffsetNanos\":0,\"clockUncertaintyNanos\":5000000,\"details\":{\"role\":\"primary\"},\"text\":\"mirror | heart | "
                    + "Local state PRIM Ready\"}";

    private SignalDescription() {}

    static void addTo(OpenAPI api) {
        api.getComponents()
                .addSecurityScheme(
                        "stream",
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("Token of secrets/stream-token; opens this one door only"));
        api.getPaths()
                .addPathItem("/api/v1/signals", OASFactory.createPathItem().POST(operation()));
    }

    private static Operation operation() {
        Schema lines = OASFactory.createSchema()
                .type(List.of(Schema.SchemaType.STRING))
                .description("one signal a line")
                .examples(List.of(EXAMPLE));
        return OASFactory.createOperation()
                .operationId("sendSignals")
                .summary("Send signals")
                .description(
                        "The acknowledged stream of collectors, at least once: a known id changes nothing. At most 512 signals and 1 MiB. "
                                + "All or nothing: 400 names the line (member 'line', 1 the first) and the 'member' that is wrong.")
                .addTag("Signals")
                .requestBody(OASFactory.createRequestBody()
                        .required(true)
                        .description("one signal a line, in JSON")
                        .content(OASFactory.createContent()
                                .addMediaType(
                                        "application/x-ndjson",
                                        OASFactory.createMediaType().schema(lines))))
                .responses(OASFactory.createAPIResponses()
                        .addAPIResponse("204", OASFactory.createAPIResponse().description("all of them are on disk")))
                .security(List.of(OASFactory.createSecurityRequirement().addScheme("stream")));
    }
}
