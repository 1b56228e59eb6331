package io.failsight.engine.api.account;

import io.failsight.engine.access.AccountException;
import io.failsight.engine.access.Role;
import io.failsight.engine.api.ProblemException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what people send about accounts, and says what is wrong with it. Stateless. */
final class Requests {
    private Requests() {}

    static String required(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw wrong("'" + name + "' is missing");
        }
        return value;
    }

    static Set<Role> roles(@Nullable List<String> ids) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String id : ids == null ? List.<String>of() : ids) {
            roles.add(role(id));
        }
        if (roles.isEmpty()) {
            throw wrong("'roles' must hold at least one of viewer, operator, admin");
        }
        return roles;
    }

    static Role role(@Nullable String id) {
        return Role.ofId(id == null ? "" : id)
                .orElseThrow(() -> wrong("'" + id + "' is no role; there are viewer, operator and admin"));
    }

    static ProblemException wrong(String detail) {
        return new ProblemException(400, "Not an account like that", detail);
    }

    static ProblemException problem(AccountException e) {
        String detail = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case WRONG -> wrong(detail);
            case UNKNOWN -> new ProblemException(404, "No such account", detail);
            case CONFLICT -> new ProblemException(409, "The account cannot be changed like that", detail);
            case STORAGE -> new ProblemException(503, "Accounts cannot be changed just now", detail);
        };
    }
}
