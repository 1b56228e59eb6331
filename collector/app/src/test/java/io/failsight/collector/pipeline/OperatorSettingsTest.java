package io.failsight.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.sink.opensearch.IndexPolicy;
import io.failsight.model.PromotedField;
import io.failsight.model.StorageClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OperatorSettingsTest {
    private @TempDir Path folder;

    private OperatorSettings read(String yaml) throws IOException {
        return OperatorSettings.read(Optional.of(Files.writeString(folder.resolve("failsight.yaml"), yaml)));
    }

    @Test
    void everyKeyHasADefaultThatWorks() throws IOException {
        for (OperatorSettings settings : List.of(read("# nothing set\n"), OperatorSettings.read(Optional.empty()))) {
            assertEquals(IndexPolicy.DEFAULT, settings.indexPolicy());
            assertEquals(3L << 30, settings.journalBytes());
            assertEquals(ZoneId.systemDefault(), settings.zone());
            assertSame(Topology.Place.UNKNOWN, settings.topology().placeOf("192.0.2.1"));
        }
    }

    @Test
    void readsWhatTheOperatorSays() throws IOException {
        OperatorSettings settings = read("""
                time-zone: Europe/Berlin
                files: [/srv/app/*.log]
                promote: [k8s.pod.name, order]
                retention: {normal: 90d}
                disk: {indices: 200g, journal: 10g}
                sites:
                  - name: north
                    nodes:
                      - {name: vms-a, cluster: management, addresses: [192.0.2.11], hosts: [vms-a.example]}
                """);
        assertEquals(ZoneId.of("Europe/Berlin"), settings.zone());
        assertEquals(List.of("/srv/app/*.log"), settings.files());
        assertEquals(Duration.ofDays(90), settings.indexPolicy().retention().get(StorageClass.NORMAL));
        assertEquals(Duration.ofDays(7), settings.indexPolicy().retention().get(StorageClass.BULKY));
        assertEquals(200L << 30, settings.indexPolicy().totalBytes());
        assertEquals(10L << 30, settings.journalBytes());
        assertEquals(
                List.of(new PromotedField("k8s.pod.name"), new PromotedField("order")),
                settings.promoted().fields());
        byte[] host = "vms-a.example".getBytes(StandardCharsets.UTF_8);
        Topology.Place place = settings.topology().placeOfHost(host, 0, host.length);
        assertSame(place, settings.topology().placeOf("192.0.2.11"));
        assertArrayEquals("north".getBytes(StandardCharsets.UTF_8), place.site());
        assertArrayEquals("management".getBytes(StandardCharsets.UTF_8), place.cluster());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "disk: {journal: lots}",
                "retention: {keep: 3 weeks}",
                "time-zone: Mars/Olympus",
                "promote: [host]",
                "sites: [unclosed"
            })
    void refusesNonsenseAndNamesTheFile(String yaml) {
        IOException refusal = assertThrows(IOException.class, () -> read(yaml));
        assertTrue(String.valueOf(refusal.getMessage()).contains("failsight.yaml"), refusal::toString);
    }
}
