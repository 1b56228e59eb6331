package io.failsight.engine.access;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whose request it is, as the gate found out.
 *
 * @param account the account
 * @param session the session that the request belongs to; null when it carried Basic credentials
 * @param token the token of the session
 * @param lives whether the caller may still go on, for answers that take long
 */
public record Caller(
        Account account,
        Sessions.@Nullable Session session,
        @Nullable String token,
        BooleanSupplier lives) {
    /** Name under which it lies in the routing context. */
    public static final String KEY = "failsight.caller";

    @Override
    public String toString() {
        return "Caller[" + account + "]";
    }
}
