package io.failsight.engine.api.sender;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A sender that is wanted. */
@Schema(name = "SenderRequest", description = "A sender that is wanted")
public record SenderRequest(
        @Schema(description = "its name: letters, digits, . _ -", examples = "vms-a", required = true) @Nullable
        String name,

        @Schema(description = "site to bind it to", examples = "north") @Nullable
        String site,

        @Schema(description = "cluster to bind it to", examples = "vms") @Nullable
        String cluster,

        @Schema(description = "node to bind it to", examples = "vms-a") @Nullable
        String node,

        @Schema(
                description = "addresses and ranges its credentials may be used from; anywhere when empty",
                examples = "[\"192.0.2.0/24\"]")
        @Nullable
        List<String> addresses) {
    /** A credential that is wanted. */
    @Schema(name = "CredentialRequest", description = "A credential that is wanted")
    public record OfCredential(
            @Schema(description = "certificate or token", examples = "certificate", required = true) @Nullable
            String kind,

            @Schema(
                    description = "how many days it holds; a certificate 730, a token for ever when missing",
                    examples = "365")
            @Nullable
            Integer days) {}
}
