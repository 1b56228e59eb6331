package io.failsight.runtime.check;

import io.failsight.runtime.data.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds secrets that other accounts could read. Stateless. */
public final class SecretModes {
    private SecretModes() {}

    /** One line each: what is open and how to close it; empty when all is well. */
    public static List<String> problems(DataFolder folder) {
        var problems = new ArrayList<String>();
        if (!Files.isDirectory(folder.secrets())) {
            return problems;
        }
        check(folder.path(), "700", problems);
        try (var files = Files.list(folder.secrets())) {
            files.sorted().forEach(file -> check(file, "600", problems));
        } catch (IOException e) {
            problems.add(folder.secrets() + " cannot be read: run this as the account that runs Failsight.");
        }
        return problems;
    }

    private static void check(Path path, String wanted, List<String> problems) {
        try {
            Set<PosixFilePermission> modes = Files.getPosixFilePermissions(path);
            if (modes.stream().anyMatch(mode -> !mode.name().startsWith("OWNER"))) {
                problems.add(path + " is open to other accounts: chmod " + wanted + " " + path);
            }
        } catch (IOException e) {
            problems.add(path + " cannot be looked at: " + e.getMessage());
        }
    }
}
