package io.failsight.collector.decode.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.model.EntryField;
import io.failsight.model.TimeSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TextDecoderTest {
    @Test
    void makesEachRecordABody() {
        byte[] first = "one\n\tat two".getBytes(StandardCharsets.UTF_8);
        byte[] second = "drei ü".getBytes(StandardCharsets.UTF_8);
        ByteBuffer payload = ByteBuffer.allocate(8 + first.length + second.length);
        payload.putInt(first.length).put(first).putInt(second.length).put(second);
        List<String> seen = new ArrayList<>();
        BatchHeader header =
                new BatchHeader(Content.TEXT, Framing.LENGTH_PREFIXED, "file", "file/var/log/a.log", "", 42L, 2, "c");
        new TextDecoder().decode(header, payload.array(), 0, payload.capacity(), (entry, offset, length) -> {
            assertEquals(TimeSource.RECEIPT, entry.timeSource());
            assertEquals(42L, entry.number(EntryField.TIME));
            seen.add(entry.string(EntryField.FILE) + "|" + entry.string(EntryField.PARSE) + "|"
                    + entry.string(EntryField.BODY) + "|" + offset + "+" + length);
        });
        assertEquals(
                List.of("/var/log/a.log|unmatched|one\n\tat two|4+11", "/var/log/a.log|unmatched|drei ü|19+7"), seen);
    }
}
