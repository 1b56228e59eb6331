package io.failsight.runtime.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.settings.ConfigException;
import io.failsight.settings.Door;
import io.failsight.settings.Settings;
import io.failsight.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenDoorsTest {
    private @TempDir Path folder;

    private Settings settings(String yaml) throws IOException, ConfigException {
        return SettingsReader.read(Files.writeString(folder.resolve("failsight.yaml"), yaml));
    }

    @Test
    void saysThatNothingIsOpen() throws Exception {
        assertEquals(1, OpenDoors.lines(settings("")).size());
    }

    @Test
    void saysWhichDoorIsOpenToWhom() throws Exception {
        Settings settings = settings("""
            listen: 0.0.0.0
            doors: {udp-allow: [192.0.2.0/24, 2001:db8::1], client-certificates: required}
            """);
        String lines = String.join("\n", OpenDoors.lines(settings));
        assertTrue(lines.contains("TLS, who has a certificate: syslog 6514, JSON lines 5170, Lumberjack 5044"), lines);
        assertTrue(lines.contains("UDP: syslog 5514 to 192.0.2.0/24, 2001:db8::1"), lines);
        assertTrue(
                lines.contains("TCP without TLS: syslog 5514, JSON lines 5170, Lumberjack 5044 to this machine only"),
                lines);
        assertEquals("0.0.0.0", settings.address(Door.LUMBERJACK));
        assertTrue(
                lines.contains("OTLP over TLS, who has a certificate or a token (./failsight sender add): 4317, 4318"),
                lines);
        assertEquals("0.0.0.0", settings.address(Door.OTLP_HTTP));
        assertEquals(Settings.LOOPBACK, settings.address(Door.OPENSEARCH));
    }

    @Test
    void opensOtlpForWhomItLists() throws Exception {
        Settings settings = settings("listen: 192.0.2.5\ndoors: {otlp-allow: [192.0.2.9], require-tls: true}\n");
        assertEquals("192.0.2.5", settings.address(Door.OTLP_GRPC));
        String lines = String.join("\n", OpenDoors.lines(settings));
        assertTrue(lines.contains("TCP without TLS: syslog 5514 to this machine only"), lines);
        assertTrue(lines.contains("OTLP without TLS: 4317, 4318 to 192.0.2.9"), lines);
    }
}
