package io.failsight.engine.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.failsight.engine.access.Account;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who is signed in. */
@Schema(name = "Session", description = "Who is signed in")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionAnswer(
        @Schema(description = "name of the account", examples = "admin")
        String name,

        @Schema(description = "its roles", examples = "[\"admin\"]")
        List<String> roles,

        @Schema(
                description = "to be sent as X-CSRF-Token with everything but GET; not there with Basic credentials",
                examples = "q3Jv0m2rT7k0Zl2v9eBd")
        @Nullable
        String csrfToken,

        @Schema(
                description = "whether somebody else made the password, so that it should be changed",
                examples = "true")
        boolean passwordMade,

        @Schema(description = "whether the password is kept here and can be changed here", examples = "true")
        boolean passwordHere) {
    /** The answer for an account. */
    public static SessionAnswer of(Account account, @Nullable String csrfToken) {
        return new SessionAnswer(
                account.name(),
                account.roleIds(),
                csrfToken,
                account.passwordMade(),
                !account.passwordHash().isEmpty());
    }

    @Override
    public String toString() {
        return "SessionAnswer[" + name + "]";
    }
}
