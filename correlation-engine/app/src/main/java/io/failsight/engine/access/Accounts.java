package io.failsight.engine.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

    private record Stamp(
            Instant modified, long size, @Nullable Object key) {}

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

    /** The account of that name. */
    public synchronized Optional<Account> find(String name) {
        Instant now = clock.instant();
        if (!now.isBefore(nextLook)) {
            nextLook = now.plus(LOOK_EVERY);
            look();
        }
        return Optional.ofNullable(byName.get(name));
    }

    private void look() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Stamp found = new Stamp(attributes.lastModifiedTime().toInstant(), attributes.size(), attributes.fileKey());
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
