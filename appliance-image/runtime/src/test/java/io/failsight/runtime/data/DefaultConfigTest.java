package io.failsight.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.failsight.settings.Settings;
import io.failsight.settings.SettingsReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultConfigTest {
    @TempDir
    Path folder;

    @Test
    void everyKeyOfTheDefaultFileIsKnownAndHasTheValueItSays() throws Exception {
        try (var stream = FirstStart.class.getResourceAsStream("default-failsight.yaml")) {
            String text = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
            Path file = folder.resolve("failsight.yaml");
            assertEquals(Settings.defaults(), SettingsReader.read(Files.writeString(file, text)));
            String uncommented = text.replaceAll("(?m)^#(?! )", "").replaceAll("(?m)^#  ", "  ");
            Settings settings = SettingsReader.read(Files.writeString(file, uncommented));
            Settings defaults = Settings.defaults();
            assertEquals(defaults.listen(), settings.listen());
            assertEquals(defaults.ports(), settings.ports());
            assertEquals(defaults.heaps(), settings.heaps());
            assertEquals(defaults.retention(), settings.retention());
            assertEquals(defaults.disk(), settings.disk());
            assertEquals(defaults.incidents(), settings.incidents());
            assertEquals(
                    1,
                    settings.sites().size()
                            * settings.watches().size()
                            * settings.sources().size());
            assertEquals(
                    1, settings.clusters().size() * settings.doors().udpAllow().size());
            assertEquals(1, settings.notifications().receivers().size());
        }
    }
}
