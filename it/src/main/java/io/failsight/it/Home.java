package io.failsight.it;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the built tree is. Stateless. */
public final class Home {
    private Home() {}

    /** Top of the tree, from the system property {@code failsight.home}. */
    public static Path path() {
        Path home = Path.of(System.getProperty("failsight.home", ".."))
                .toAbsolutePath()
                .normalize();
        if (!Files.exists(home.resolve("failsight"))) {
            throw new IllegalStateException("failsight.home must name the top of the tree, was " + home);
        }
        return home;
    }
}
