package io.failsight.engine.access;

import io.failsight.engine.access.AccountException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of the users file, read again when the file changes. A file that became unusable is reported once and the accounts
 * read before stay, so that a slip of the editor locks nobody out. Thread-safe.
 */
public final class Accounts {
    /** How often the file is looked at, at most. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /** How often a change begins again because somebody wrote the file meanwhile. */
    private static final int MAX_TRIES = 5;

    private record Stamp(
            Instant modified, long size, @Nullable Object key) {}

    /** A change of the accounts. */
    @FunctionalInterface
    public interface Change {
        /**
         * Says what the account is to become.
         *
         * @param before what it is; null when there is none of that name
         * @return what it becomes; null to remove it
         * @throws AccountException when it cannot be
         */
        @Nullable
        Account apply(@Nullable Account before) throws AccountException;
    }

    private final Path file;
    private final InstantSource clock;
    private final Consumer<String> problems;
    private Map<String, Account> byName = Map.of();
    private @Nullable Stamp stamp;
    private Instant nextLook = Instant.MIN;
    private String lastProblem = "";

    /** @param problems told in words when the file cannot be used */
    public Accounts(Path file, InstantSource clock, Consumer<String> problems) {
        this.file = file;
        this.clock = clock;
        this.problems = problems;
    }

    /** The account of that name, if it may sign in. */
    public synchronized Optional<Account> find(String name) {
        refresh();
        return Optional.ofNullable(byName.get(name)).filter(account -> !account.disabled());
    }

    /** All accounts by name. */
    public synchronized List<Account> all() {
        refresh();
        return byName.values().stream()
                .sorted(Comparator.comparing(Account::name))
                .toList();
    }

    private void refresh() {
        Instant now = clock.instant();
        if (!now.isBefore(nextLook)) {
            nextLook = now.plus(LOOK_EVERY);
            look();
        }
    }

    /**
     * Changes one account in the file, whole or not at all. What somebody else writes into the file meanwhile is kept: then the change is made
     * to that. There is always an admin who may sign in.
     *
     * @param recorded called once, when the change is known to be possible and before it is written
     */
    public synchronized void change(String name, Change change, Runnable recorded) throws AccountException {
        boolean told = false;
        for (int i = 0; i < MAX_TRIES; i++) {
            try {
                Stamp read = stampOf();
                Map<String, Account> accounts = UsersFile.read(file);
                Account after = change.apply(accounts.get(name));
                keepAnAdmin(accounts, name, after);
                UsersDocument document = UsersDocument.read(file);
                if (after == null) {
                    document.remove(name);
                } else {
                    document.put(after);
                }
                if (!told) {
                    recorded.run();
                    told = true;
                }
                Path real = file.toRealPath();
                Path fresh = real.resolveSibling(real.getFileName() + ".new");
                document.prepare(fresh);
                if (read.equals(stampOf())) {
                    UsersDocument.replace(fresh, real);
                    look();
                    return;
                }
            } catch (IOException e) {
                throw new AccountException(
                        Kind.STORAGE, "the users file " + file + " cannot be written (" + e + "); nothing was changed");
            } catch (UsersFileException e) {
                throw new AccountException(Kind.STORAGE, e.getMessage() + "; until then accounts cannot be changed");
            }
        }
        throw new AccountException(
                Kind.CONFLICT, "somebody writes the users file " + file + " all the time; try again later");
    }

    private static void keepAnAdmin(Map<String, Account> accounts, String name, @Nullable Account after)
            throws AccountException {
        boolean another =
                accounts.values().stream().anyMatch(account -> !account.name().equals(name) && isActiveAdmin(account));
        Account before = accounts.get(name);
        if (!another && before != null && isActiveAdmin(before) && (after == null || !isActiveAdmin(after))) {
            throw new AccountException(
                    Kind.CONFLICT,
                    "'" + name + "' is the last admin who may sign in; make another one an admin before");
        }
    }

    private static boolean isActiveAdmin(Account account) {
        return account.may(Role.ADMIN) && !account.disabled();
    }

    private Stamp stampOf() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(attributes.lastModifiedTime().toInstant(), attributes.size(), attributes.fileKey());
    }

    private void look() {
        try {
            Stamp found = stampOf();
            if (!found.equals(stamp)) {
                byName = UsersFile.read(file);
                stamp = found;
                lastProblem = "";
            }
        } catch (IOException e) {
            report("the users file " + file + " cannot be read (" + e
                    + "); './failsight up' makes it at the first start");
        } catch (UsersFileException e) {
            report(String.valueOf(e.getMessage()));
        }
    }

    private void report(String problem) {
        if (!problem.equals(lastProblem)) {
            lastProblem = problem;
            problems.accept(problem);
        }
    }
}
