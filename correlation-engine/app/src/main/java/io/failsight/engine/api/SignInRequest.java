package io.failsight.engine.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Credentials. */
@Schema(name = "SignIn", description = "Name and password")
public record SignInRequest(
        @Schema(description = "name of the account", examples = "admin", required = true) @Nullable
        String name,

        @Schema(description = "its password", examples = "correct horse battery staple", required = true) @Nullable
        String password) {
    @Override
    public String toString() {
        return "SignInRequest[" + name + "]";
    }
}
