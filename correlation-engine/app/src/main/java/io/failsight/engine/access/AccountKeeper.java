package io.failsight.engine.access;

import io.failsight.engine.access.AccountException.Kind;
import io.failsight.engine.audit.Audit;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What admins do about accounts, and everybody about their own password. Each deed is recorded before it is done. Thread-safe; making a hash takes 0.1 s. */
public final class AccountKeeper {
    /** What a name may be: nothing that hides in a log line, a file or an address. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

    private final Accounts accounts;
    private final Sessions sessions;
    private final UnaryOperator<String> hash;
    private final Audit audit;

    /** @param hash makes bcrypt of a password */
    public AccountKeeper(Accounts accounts, Sessions sessions, UnaryOperator<String> hash, Audit audit) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.hash = hash;
        this.audit = audit;
    }

    /** Adds an account; its password should be changed by whom it is for. */
    public void add(String by, String name, Set<Role> roles, String password) throws AccountException {
        if (!NAME.matcher(name).matches()) {
            throw new AccountException(
                    Kind.WRONG,
                    "'name' must be 1 to 64 letters, digits, '.', '_', '@' or '-', and begin with a letter or digit");
        }
        Account added = new Account(name, roles, hashOf(name, password), false, true);
        change(
                name,
                before -> {
                    if (before != null) {
                        throw new AccountException(Kind.CONFLICT, "there is an account '" + name + "' already");
                    }
                    return added;
                },
                () -> audit.add(by, "add-user", name + " (" + String.join(", ", added.roleIds()) + ")"));
    }

    /** Changes roles, or whether somebody may sign in; who may not is signed out. */
    public void set(String by, String name, Set<Role> roles, boolean disabled) throws AccountException {
        change(
                name,
                before -> {
                    Account known = known(name, before);
                    return new Account(name, roles, known.passwordHash(), disabled, known.passwordMade());
                },
                () -> audit.add(
                        by,
                        "change-user",
                        name + ": " + String.join(", ", new Account(name, roles, "").roleIds())
                                + (disabled ? ", disabled" : "")));
        if (disabled) {
            sessions.endAll(name);
        }
    }

    /** Sets a new password that the admin tells; it should be changed, and sessions end. */
    public void setPassword(String by, String name, String password) throws AccountException {
        String made = hashOf(name, password);
        change(
                name,
                before -> {
                    Account known = known(name, before);
                    return new Account(name, known.roles(), made, known.disabled(), true);
                },
                () -> audit.add(by, "set-password", "of " + name));
        sessions.endAll(name);
    }

    /** Sets the password that somebody chose for themselves; all their sessions end. */
    public Account changeOwnPassword(String name, String password) throws AccountException {
        String made = hashOf(name, password);
        change(
                name,
                before -> {
                    Account known = known(name, before);
                    return new Account(name, known.roles(), made, known.disabled(), false);
                },
                () -> audit.add(name, "change-password", ""));
        sessions.endAll(name);
        return accounts.find(name).orElseThrow(() -> unknown(name));
    }

    /** Removes an account; its sessions end. */
    public void remove(String by, String name) throws AccountException {
        change(
                name,
                before -> {
                    known(name, before);
                    return null;
                },
                () -> audit.add(by, "remove-user", name));
        sessions.endAll(name);
    }

    /** Ends all sessions of an account; returns how many. */
    public int signOut(String by, String name) throws AccountException {
        // Who came in by single sign-on has sessions and no account here.
        if (sessions.count(name) == 0
                && accounts.all().stream().noneMatch(account -> account.name().equals(name))) {
            throw unknown(name);
        }
        audit.add(by, "sign-out-user", name);
        return sessions.endAll(name);
    }

    private void change(String name, Accounts.Change change, Runnable recorded) throws AccountException {
        accounts.change(name, change, recorded);
    }

    private String hashOf(String name, String password) throws AccountException {
        Optional<String> problem = PasswordPolicy.problem(name, password);
        if (problem.isPresent()) {
            throw new AccountException(Kind.WRONG, problem.get());
        }
        return hash.apply(password);
    }

    private static Account known(String name, @Nullable Account before) throws AccountException {
        if (before == null) {
            throw unknown(name);
        }
        return before;
    }

    private static AccountException unknown(String name) {
        return new AccountException(
                Kind.UNKNOWN, "there is no account '" + name + "' here; GET /api/v1/users lists them");
    }
}
