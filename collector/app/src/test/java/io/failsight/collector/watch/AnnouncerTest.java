package io.failsight.collector.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.collector.intake.Content;
import io.failsight.collector.receive.FakeBatchConsumer;
import io.failsight.collector.watch.Announcer.Weight;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AnnouncerTest {
    private final FakeBatchConsumer intake = new FakeBatchConsumer();

    @Test
    void writesAnEntryWithTheStateAsItsCursor() throws Exception {
        Announcer announcer = new Announcer(intake, () -> Instant.ofEpochSecond(100), Map.of());
        assertTrue(
                announcer.say("silence/n1", "silent", Weight.WARN, 99_000_000_000L, "Source \"n1\"", Map.of("a", "b")));
        var header = intake.headers().getFirst();
        assertEquals(Content.JSON, header.content());
        assertEquals("failsight", header.receiver());
        assertEquals("failsight/silence/n1", header.source());
        assertEquals("silent", header.cursor());
        JsonNode json = new ObjectMapper().readTree(intake.records().getFirst());
        assertEquals("Source \"n1\"", json.get("message").asText());
        assertEquals("1970-01-01T00:01:39.000000000Z", json.get("@timestamp").asText());
        assertEquals("WARN", json.get("level").asText());
        assertEquals("b", json.get("a").asText());
    }

    @Test
    void keepsTheOldStateUntilTheNewOneIsOnDisk() {
        Announcer announcer = new Announcer(intake, () -> Instant.EPOCH, Map.of("failsight/x", "old", "syslog/y", "z"));
        intake.putOff(1);
        assertFalse(announcer.say("x", "new", Weight.INFO, 0, "no", Map.of()));
        assertEquals("old", announcer.state("x"));
        assertTrue(announcer.say("x", "new", Weight.INFO, 0, "yes", Map.of()));
        assertEquals("new", announcer.state("x"));
        assertEquals(Map.of("x", "new"), announcer.states(""));
    }
}
