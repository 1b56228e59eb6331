package io.failsight.runtime.command;

import io.failsight.runtime.data.DataFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The first admin password on its way to the screen: shown exactly once, also when the start is broken off. Where the screen is the journal of
 * systemd, which keeps what it gets and shows it to others, it goes to a file of mode 0600 instead. Thread-safe.
 */
final class OncePassword {
    private final Screen screen;
    private final Optional<Path> file;
    private Optional<String> password;

    /** @param file where to instead of the screen */
    OncePassword(Optional<String> password, Screen screen, Optional<Path> file) {
        this.password = password;
        this.screen = screen;
        this.file = file;
    }

    /** The file, where our output is kept by the journal (systemd.exec(5), {@code $JOURNAL_STREAM}). */
    static Optional<Path> fileForJournal(DataFolder folder) {
        return Optional.ofNullable(System.getenv("JOURNAL_STREAM"))
                .map(stream -> folder.secrets().resolve("first-password"));
    }

    synchronized void show() {
        password.ifPresent(text -> {
            screen.line("  Account   " + screen.strong("admin"));
            if (file.isPresent() && written(file.get(), text)) {
                screen.line("  Password  is in " + file.get() + ": read it there and delete it.");
            } else {
                screen.line("  Password  " + screen.strong(text) + screen.faint("   (shown only now; kept as a hash)"));
            }
        });
        password = Optional.empty();
    }

    private static boolean written(Path file, String text) {
        try {
            DataFolder.write(file, text + "\n");
            return true;
        } catch (IOException e) {
            return false; // without it nobody could sign in
        }
    }
}
