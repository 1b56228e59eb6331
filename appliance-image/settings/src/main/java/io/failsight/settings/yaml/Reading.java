package io.failsight.settings.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * One reading of one file: its problems, the names that it defines and uses, and what to look at outside of it. Not thread-safe.
 */
public final class Reading {
    private final Path folder;
    private final BiConsumer<Integer, String> problems;
    private final Map<String, Map<String, Integer>> names = new HashMap<>();
    private final List<Runnable> references = new ArrayList<>();
    private final List<Runnable> outside = new ArrayList<>();

    /**
     * @param folder folder of the file: relative paths in it start there
     * @param problems takes line and words of each problem
     */
    public Reading(Path folder, BiConsumer<Integer, String> problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** Something is wrong at that line. */
    public void problem(int line, String message) {
        problems.accept(line, message);
    }

    /** A path of the file: relative ones start at the file's folder. */
    public Path path(String text) {
        return folder.resolve(text).normalize();
    }

    /** That something is called so; twice is a problem. */
    public void define(String kind, String name, int line) {
        Integer first = names.computeIfAbsent(kind, any -> new HashMap<>()).putIfAbsent(name, line);
        if (first != null) {
            problem(
                    line,
                    "the " + kind + " '" + name + "' is in line " + first + " already; every " + kind + " stands once");
        }
    }

    /** That something of this kind and name must be defined somewhere in the file. */
    public void refer(String kind, String name, int line) {
        references.add(() -> {
            Set<String> known = names.getOrDefault(kind, Map.of()).keySet();
            if (!known.contains(name)) {
                String hint = known.isEmpty() ? "this file names none" : Table.suggestion(name, known);
                problem(line, "there is no " + kind + " '" + name + "'; " + hint);
            }
        });
    }

    /** Something to look at outside of the file; the check answers with a problem. */
    public void outside(int line, Supplier<Optional<String>> check) {
        outside.add(() -> check.get().ifPresent(message -> problem(line, message)));
    }

    /** Checks all names that were used. */
    public void checkNames() {
        references.forEach(Runnable::run);
    }

    /** Looks at everything outside of the file: secrets in files and in the environment. */
    public void checkOutside() {
        outside.forEach(Runnable::run);
    }
}
