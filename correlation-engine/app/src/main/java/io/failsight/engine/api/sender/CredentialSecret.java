package io.failsight.engine.api.sender;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A new credential with its secret, which is told only now. */
@Schema(
        name = "CredentialSecret",
        description = "A new credential with its secret, which is told only now and kept nowhere")
public record CredentialSecret(
        @Schema(description = "name of the sender", examples = "vms-a")
        String sender,

        @Schema(description = "certificate or token", examples = "token")
        String kind,

        @Schema(description = "the token; null for a certificate", examples = "fst_...") @Nullable
        String token,

        @Schema(
                description = "the certificate and who signed it, PEM; null for a token",
                examples = "-----BEGIN CERTIFICATE-----")
        @Nullable
        String certificate,

        @Schema(
                description = "its key, PEM, PKCS#8, not encrypted; null for a token",
                examples = "-----BEGIN PRIVATE KEY-----")
        @Nullable
        String key,

        @Schema(
                description = "who signed it and the appliance's doors, PEM; null for a token",
                examples = "-----BEGIN CERTIFICATE-----")
        @Nullable
        String authority,

        @Schema(
                description = "certificate, key and authority as PKCS#12, base64; null for a token",
                examples = "MII...")
        @Nullable
        String pkcs12,

        @Schema(description = "password of the PKCS#12", examples = "k7m2-...") @Nullable
        String pkcs12Password) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "CredentialSecret[" + sender + ", " + kind + "]";
    }
}
