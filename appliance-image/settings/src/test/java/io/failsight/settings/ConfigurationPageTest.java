package io.failsight.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ConfigurationPageTest {
    private static final Path PAGE = Path.of("../../docs/configuration.md");

    /** {@code mvn -pl appliance-image/settings test -Dfailsight.update-docs=true} writes it anew. */
    @Test
    void thePageInTheTreeSaysWhatTheKeysSay() throws IOException {
        if (Boolean.getBoolean("failsight.update-docs")) {
            Files.writeString(PAGE, ConfigurationPage.markdown());
        }
        assertEquals(ConfigurationPage.markdown(), Files.readString(PAGE), "docs/configuration.md is stale");
    }
}
