package io.failsight.engine.api.sender;

import io.failsight.settings.AddressRange;
import io.failsight.settings.sender.Credential;
import io.failsight.settings.sender.Sender;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A sender. */
@Schema(name = "Sender", description = "Somebody who may send")
public record SenderAnswer(
        @Schema(description = "its name", examples = "vms-a")
        String name,

        @Schema(description = "site that it is bound to; empty when to none", examples = "north")
        String site,

        @Schema(description = "cluster that it is bound to", examples = "vms")
        String cluster,

        @Schema(description = "node that it is bound to", examples = "vms-a")
        String node,

        @Schema(
                description = "where its credentials may be used from; anywhere when empty",
                examples = "[\"192.0.2.0/24\"]")
        List<String> addresses,

        @Schema(description = "when it was added", examples = "2026-11-20T20:00:00Z")
        Instant created,

        @Schema(description = "its credentials, revoked ones too, oldest first")
        List<CredentialAnswer> credentials) {
    /** A credential. */
    @Schema(name = "SenderCredential", description = "A certificate or token of a sender; nothing of it is secret")
    public record CredentialAnswer(
            @Schema(description = "its short name", examples = "0a1b2c3d4e5f")
            String id,

            @Schema(description = "certificate or token", examples = "certificate")
            String kind,

            @Schema(description = "valid, expired or revoked", examples = "valid")
            String state,

            @Schema(description = "serial number of a certificate; empty for a token", examples = "8f03")
            String serial,

            @Schema(description = "when it was made", examples = "2026-11-20T20:00:00Z")
            Instant created,

            @Schema(description = "when it ends; null when never", examples = "2028-11-19T20:00:00Z") @Nullable
            Instant expires,

            @Schema(description = "when it was revoked", examples = "null") @Nullable
            Instant revoked,

            @Schema(description = "who came with it last; null when nobody did since the collector started") @Nullable
            SightingAnswer lastSeen) {}

    /** Who came last. */
    @Schema(name = "SenderSighting", description = "Who came last with a credential")
    public record SightingAnswer(
            @Schema(description = "when", examples = "2026-11-20T20:00:00Z")
            String at,

            @Schema(description = "from which address", examples = "192.0.2.10")
            String peer,

            @Schema(description = "at which door", examples = "syslog-tls")
            String door) {}

    static SenderAnswer of(Sender sender, Instant now, Map<String, SightingAnswer> sightings) {
        return new SenderAnswer(
                sender.name(),
                sender.place().site(),
                sender.place().cluster(),
                sender.place().node(),
                sender.addresses().stream().map(AddressRange::text).toList(),
                sender.created(),
                sender.credentials().stream()
                        .map(credential -> of(credential, now, sightings.get(credential.digest())))
                        .toList());
    }

    private static CredentialAnswer of(Credential credential, Instant now, @Nullable SightingAnswer sighting) {
        return new CredentialAnswer(
                credential.id(),
                credential.kind().id(),
                credential.state(now).id(),
                credential.serial(),
                credential.created(),
                credential.expires().orElse(null),
                credential.revoked().orElse(null),
                sighting);
    }
}
