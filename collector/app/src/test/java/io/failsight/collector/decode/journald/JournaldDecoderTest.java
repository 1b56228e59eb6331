package io.failsight.collector.decode.journald;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first two lines are as journalctl 252 writes them, of a journal made with systemd-journal-remote. */
final class JournaldDecoderTest {
    private static final String USUAL = """
            {"_PID":"812","__CURSOR":"s=a42d72a99ff7456c83d236f8755ed5e1;i=1;b=0123456789abcdef0123456789abcdef;m=0;\
            t=660b3a9458268;x=866ff5ac9ec7e9c","_MACHINE_ID":"3d1219c7c4c5404aaa1f6d2a48adfda4",\
            "SYSLOG_IDENTIFIER":"keepalived","_HOSTNAME":"node-a","PRIORITY":"4","__MONOTONIC_TIMESTAMP":"0","_UID":"0",\
            "_COMM":"keepalived-bin","MESSAGE":"(VI_1) Entering MASTER \\"STATE\\"","_TRANSPORT":"syslog",\
            "__REALTIME_TIMESTAMP":"1795174615581288","_SYSTEMD_UNIT":"keepalived.service","TAG":["a","b"],\
            "SYSLOG_FACILITY":"3","_BOOT_ID":"0123456789abcdef0123456789abcdef"}
            """;
    private static final String BYTES = """
            {"__REALTIME_TIMESTAMP":"1795174615582288","_BOOT_ID":"0123456789abcdef0123456789abcdef","PRIORITY":"6",\
            "MESSAGE":[97,255,98,10],"__MONOTONIC_TIMESTAMP":"0"}
            """;
    private static final long RECEIVED = 1_795_174_700_000_000_000L;

    private static void decode(byte[] payload, Consumer<Entry> check) {
        List<Entry> seen = new ArrayList<>();
        BatchHeader header =
                new BatchHeader(Content.JOURNALD, Framing.LINES, "journald", "journald/x", "", RECEIVED, 1, "");
        new JournaldDecoder().decode(header, payload, 0, payload.length, (entry, offset, length) -> {
            seen.add(entry);
            check.accept(entry);
        });
        assertEquals(1, seen.size());
    }

    private static void decode(String line, Consumer<Entry> check) {
        decode(line.getBytes(StandardCharsets.UTF_8), check);
    }

    private static List<String> attributes(Entry entry) {
        List<String> attributes = new ArrayList<>();
        for (int i = 0; i < entry.attributeCount(); i++) {
            attributes.add(entry.attributeAt(i));
        }
        return attributes;
    }

    @Test
    void setsFields() {
        decode(USUAL, entry -> {
            assertEquals("(VI_1) Entering MASTER \"STATE\"", entry.string(EntryField.BODY));
            assertEquals("keepalived", entry.string(EntryField.PROGRAM));
            assertEquals(812, entry.number(EntryField.PID));
            assertEquals("node-a", entry.string(EntryField.HOST));
            assertEquals("keepalived.service", entry.string(EntryField.UNIT));
            assertEquals("daemon", entry.string(EntryField.FACILITY));
            assertEquals(13, entry.number(EntryField.SEVERITY));
            assertEquals("parsed", entry.string(EntryField.PARSE));
            assertEquals(TimeSource.PARSED, entry.timeSource());
            assertEquals(1_795_174_615_581_288_000L, entry.number(EntryField.TIME));
            assertEquals(
                    "2026-11-20T11:36:55.581288Z",
                    Instant.ofEpochSecond(0, entry.number(EntryField.TIME)).toString());
            assertEquals(
                    List.of(
                            "_UID=0",
                            "_TRANSPORT=syslog",
                            "TAG=a",
                            "TAG=b",
                            "_BOOT_ID=0123456789abcdef0123456789abcdef"),
                    attributes(entry));
        });
    }

    @Test
    void readsValuesThatAreNoText() {
        decode(BYTES, entry -> {
            byte[] body = Arrays.copyOfRange(
                    entry.array(EntryField.BODY),
                    entry.offset(EntryField.BODY),
                    entry.offset(EntryField.BODY) + entry.length(EntryField.BODY));
            assertArrayEquals(new byte[] {'a', (byte) 0xFF, 'b', '\n'}, body);
        });
        decode("{\"MESSAGE\":\"m\",\"X\":[[120,255],\"y\"],\"BIG\":null}", entry -> {
            assertEquals("m", entry.string(EntryField.BODY));
            assertEquals(2, entry.attributeCount());
        });
    }

    @Test
    void prefersTheSendersOwnTimeAndTheUnitSpokenOf() {
        decode(
                "{\"MESSAGE\":\"Started a\",\"_SOURCE_REALTIME_TIMESTAMP\":\"1795174615000001\","
                        + "\"__REALTIME_TIMESTAMP\":\"1795174615000999\",\"UNIT\":\"a.service\",\"_SYSTEMD_UNIT\":\"init.scope\","
                        + "\"_COMM\":\"systemd\",\"MESSAGE_ID\":\"39f53479d3a045ac8e11786248231fbf\"}",
                entry -> {
                    assertEquals(1_795_174_615_000_001_000L, entry.number(EntryField.TIME));
                    assertEquals("a.service", entry.string(EntryField.UNIT));
                    assertEquals("systemd", entry.string(EntryField.PROGRAM));
                    assertEquals("39f53479d3a045ac8e11786248231fbf", entry.string(EntryField.EVENT_ID));
                });
    }

    @Test
    void keepsValuesThatAreNoneAsAttributes() {
        decode("{\"MESSAGE\":\"m\",\"PRIORITY\":\"9\",\"SYSLOG_FACILITY\":\"99\",\"_PID\":\"x\"}", entry -> {
            assertEquals(List.of("PRIORITY=9", "SYSLOG_FACILITY=99", "_PID=x"), attributes(entry));
            assertEquals(TimeSource.RECEIPT, entry.timeSource());
            assertEquals(RECEIVED, entry.number(EntryField.TIME));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{\"MESSAGE\":\"m\"",
                "{\"MESSAGE\":\"m\",}",
                "{\"MESSAGE\":[97,300]}",
                "{\"a\" \"b\"}",
                "{} x"
            })
    void marksWhatIsBroken(String line) {
        decode(line, entry -> {
            assertEquals("failed", entry.string(EntryField.PARSE));
            assertEquals(line, entry.string(EntryField.BODY));
        });
    }

    @Test
    void showsAnEntryWithoutMessageWhole() {
        decode("{\"COREDUMP_EXE\":\"/bin/x\"}", entry -> {
            assertEquals("parsed", entry.string(EntryField.PARSE));
            assertEquals("{\"COREDUMP_EXE\":\"/bin/x\"}", entry.string(EntryField.BODY));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void neverThrows(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = (random.nextBoolean() ? USUAL : BYTES).strip().getBytes(StandardCharsets.UTF_8);
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                byte made = "{}[]\",:\\09a x".getBytes(StandardCharsets.UTF_8)[random.nextInt(13)];
                bytes[random.nextInt(bytes.length)] = made;
            }
            int length = random.nextInt(4) == 0 ? 1 + random.nextInt(bytes.length) : bytes.length;
            decode(Arrays.copyOf(bytes, length), entry -> {});
        }
    }
}
