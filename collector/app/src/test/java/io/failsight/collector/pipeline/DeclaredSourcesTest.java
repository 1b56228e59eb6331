package io.failsight.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.settings.Settings;
import io.failsight.settings.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeclaredSourcesTest {
    @TempDir
    private Path folder;

    @Test
    void sendersAreKnownByAddressAndCertificateNotByTheNameTheyClaim() throws Exception {
        DeclaredSources declared =
                new DeclaredSources(SettingsReader.read(Files.writeString(folder.resolve("failsight.yaml"), """
                sites:
                  - name: north
                    nodes:
                      - {name: vms-a, cluster: vms, addresses: [10.1.0.11], hosts: [VMS-A.site.example]}
                sources:
                  - {address: 10.1.0.50}
                  - {host: firewall}
                """)));
        for (String source : new String[] {
            "syslog/10.1.0.11",
            "lumberjack/10.1.0.50",
            "otlp/10.1.0.11/shop/pod-1",
            "otlp/10.1.0.50",
            "syslog-tls/CN=vms-a",
            "syslog-tls/CN=VMS-A.site.example",
            "syslog-tls/CN=firewall",
            "otlp/sender:vms-a/shop"
        }) {
            assertTrue(declared.test(source), source);
        }
        for (String source : new String[] {
            "syslog/10.1.0.12",
            "syslog/vms-a",
            "otlp/10.1.0.9/10.1.0.11",
            "syslog-tls/CN=other",
            "file/var/log/vms-a",
            "(others)"
        }) {
            assertFalse(declared.test(source), source);
        }
        assertTrue(new DeclaredSources(Settings.defaults()).isEmpty());
    }
}
