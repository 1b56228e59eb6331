package io.failsight.settings.notify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** Where a secret is; never the secret itself, so that it can be printed. Read at each use, so that a new one needs no restart. Immutable. */
public sealed interface Secret {
    /**
     * The secret, white space at its ends taken off.
     *
     * @throws IOException when it is not there; the message says where it was looked for and what to do
     */
    String read() throws IOException;

    /** What is wrong with it, if anything. */
    Optional<String> problem();

    /** In a file that only its owner may read. */
    record InFile(Path file) implements Secret {
        @Override
        public String read() throws IOException {
            Optional<String> problem = problem();
            if (problem.isPresent()) {
                throw new IOException(problem.get());
            }
            return Files.readString(file).strip();
        }

        @Override
        public Optional<String> problem() {
            if (!Files.isReadable(file)) {
                return Optional.of("the secret file " + file
                        + " is not there or cannot be read: write the secret into it and run chmod 600 " + file);
            }
            try {
                Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
                if (modes.stream().anyMatch(mode -> !mode.name().startsWith("OWNER"))) {
                    return Optional.of("the secret file " + file + " is open to other accounts: chmod 600 " + file);
                }
                return Files.size(file) == 0
                        ? Optional.of("the secret file " + file + " is empty: write the secret into it")
                        : Optional.empty();
            } catch (IOException e) {
                return Optional.of("the secret file " + file + " cannot be looked at: " + e.getMessage());
            }
        }
    }

    /** In the environment of {@code ./failsight up}. */
    record InEnvironment(String variable) implements Secret {
        @Override
        public String read() throws IOException {
            String value = System.getenv(variable);
            if (value == null || value.isBlank()) {
                throw new IOException(missing());
            }
            return value.strip();
        }

        @Override
        public Optional<String> problem() {
            String value = System.getenv(variable);
            return value == null || value.isBlank() ? Optional.of(missing()) : Optional.empty();
        }

        private String missing() {
            return "the environment has no " + variable + ": set it where ./failsight up is started, or put the secret"
                    + " into a file and name that";
        }
    }
}
