package io.failsight.runtime.command;

import java.util.Optional;

/** The first admin password on its way to the screen: shown exactly once, also when the start is broken off. Thread-safe. */
final class OncePassword {
    private final Screen screen;
    private Optional<String> password;

    OncePassword(Optional<String> password, Screen screen) {
        this.password = password;
        this.screen = screen;
    }

    synchronized void show() {
        password.ifPresent(text -> {
            screen.line("  Account   " + screen.strong("admin"));
            screen.line("  Password  " + screen.strong(text) + screen.faint("   (shown only now; kept as a hash)"));
        });
        password = Optional.empty();
    }
}
