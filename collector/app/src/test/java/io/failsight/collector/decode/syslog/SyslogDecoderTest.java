package io.failsight.collector.decode.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.model.Bytes;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.EntryWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SyslogDecoderTest {
    private static final Instant RECEIVED = Instant.parse("2026-06-20T10:00:00Z");

    /** Fields of an entry for comparison: {@code time how sev fac host prog pid msgid event | attributes | body}, absent ones as "-". */
    private static String decode(String line) {
        return decode(line.getBytes(StandardCharsets.UTF_8)).getFirst();
    }

    private static List<String> decode(byte[] payload) {
        return decode(payload, RECEIVED);
    }

    private static List<String> decode(byte[] payload, Instant received) {
        List<String> all = new ArrayList<>();
        SyslogDecoder decoder = new SyslogDecoder(ZoneId.of("Europe/Berlin"));
        decoder.decode(header(received), payload, 0, payload.length, (entry, offset, length) -> {
            new EntryWriter().write(entry, new Bytes(100));
            all.add(describe(entry));
        });
        return all;
    }

    private static BatchHeader header(Instant received) {
        return new BatchHeader(
                Content.SYSLOG,
                Framing.LINES,
                "syslog",
                "syslog/test",
                "",
                received.getEpochSecond() * 1_000_000_000L,
                1,
                "");
    }

    private static String describe(Entry entry) {
        long nanos = entry.number(EntryField.TIME);
        List<String> parts = new ArrayList<>();
        parts.add(Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L))
                .toString());
        parts.add(entry.timeSource().id());
        parts.add(entry.has(EntryField.SEVERITY) ? "" + entry.number(EntryField.SEVERITY) : "-");
        for (EntryField field : List.of(EntryField.FACILITY, EntryField.HOST, EntryField.PROGRAM)) {
            parts.add(text(entry, field));
        }
        parts.add(entry.has(EntryField.PID) ? "" + entry.number(EntryField.PID) : "-");
        parts.add(text(entry, EntryField.MSG_ID));
        parts.add(text(entry, EntryField.EVENT_ID));
        StringBuilder line = new StringBuilder(String.join(" ", parts)).append(" |");
        for (int i = 0; i < entry.attributeCount(); i++) {
            line.append(' ').append(entry.attributeAt(i));
        }
        line.append(" | ").append(text(entry, EntryField.BODY));
        if (entry.has(EntryField.RAW)) {
            line.append(" | raw");
        }
        String parse = text(entry, EntryField.PARSE);
        return parse.equals("parsed") ? line.toString() : line + " | " + parse;
    }

    private static String text(Entry entry, EntryField field) {
        String value = entry.string(field);
        return value == null ? "-" : value;
    }

    @Test
    void readsRfc5424() {
        assertEquals(
                "2003-10-11T22:14:15.003Z parsed 18 auth mymachine.example.com su - ID47 - | | 'su root' failed",
                decode("<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \uFEFF'su root' failed"));
        assertEquals(
                "2003-08-24T12:14:15.000003Z parsed 10 local4 192.0.2.1 myproc 8710 - - | | %% It's time",
                decode("<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time"));
        assertEquals(
                "2003-10-11T22:14:15.003123456Z parsed 10 local4 h app - ID47 - | a@1.iut=3 a@1.x=\"]\\ b\\n b= | -  | raw"
                        .replace("  |", " |"),
                decode("<165>1 2003-10-11T22:14:15.003123456Z h app - ID47 [a@1 iut=\"3\" x=\"\\\"\\]\\\\ b\\n\"][b]"));
        assertEquals("2026-06-20T10:00:00Z receipt 9 user - - - - - | proc_id=x1 | m", decode("<14>1 - - - x1 - - m"));
        assertEquals(
                "2003-10-11T22:14:15.123456789Z parsed 9 user h - - - - | | m | raw",
                decode("<14>1 2003-10-11T22:14:15.1234567891Z h - - - - m"));
    }

    @Test
    void keepsWhatRfc5424StructuredDataLeavesBroken() {
        String expected = "2003-10-11T22:14:15Z parsed 9 user h a 1 - - | | %s | raw | failed";
        assertEquals(expected.formatted("no data here"), decode("<14>1 2003-10-11T22:14:15Z h a 1 - no data here"));
        assertEquals(expected.formatted("[x y=z] m"), decode("<14>1 2003-10-11T22:14:15Z h a 1 - [x y=z] m"));
        assertEquals(
                expected.formatted("[x y=\"z").replace("| |", "| |"),
                decode("<14>1 2003-10-11T22:14:15Z h a 1 - [x y=\"z"));
    }

    @Test
    void readsRfc3164() {
        assertEquals(
                "2026-10-11T20:14:15Z zone-assumed 18 auth mymachine su - - - | | 'su root' failed for lonvick on /dev/pts/8",
                decode("<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8"));
        assertEquals(
                "2026-11-23T14:16:48Z zone-assumed - - localhost.localdomain safekit 3690096 - - | | mirror | userplug | Script",
                decode("Nov 23 15:16:48 localhost.localdomain safekit[3690096]: mirror | userplug | Script"));
        assertEquals(
                "2026-02-20T02:26:56Z zone-assumed - - node1 corosync 1722 - - | | [TOTEM ] A processor failed, forming new"
                        + " configuration.",
                decode(
                        "Feb 20 03:26:56 node1 corosync[1722]:  [TOTEM ] A processor failed, forming new configuration."));
        assertEquals(
                "2026-03-08T08:23:47Z zone-assumed - - overcloud-controller-2 pacemaker-controld 3527 - - | | notice: State",
                decode("Mar  8 09:23:47 overcloud-controller-2 pacemaker-controld[3527]: notice: State"));
        assertEquals(
                "2026-09-18T23:56:06Z zone-assumed - - nod2 kernel - - - | | block drbd0: Split-Brain detected",
                decode("Sep 19 01:56:06 nod2 kernel: block drbd0: Split-Brain detected"));
    }

    @Test
    void readsDeviations() {
        assertEquals(
                "2026-03-06T15:57:54Z zone-assumed 5 local4 172.20.245.8 - - - PIX-7-710005 | | %PIX-7-710005: UDP request"
                        + " discarded",
                decode("<167>Mar  6 16:57:54 172.20.245.8 %PIX-7-710005: UDP request discarded"));
        assertEquals(
                "2008-03-07T18:06:53Z zone-assumed 5 local4 - - - - - | | example tag: testmessage",
                decode("<167>Mar 7 2008 19:06:53: example tag: testmessage"));
        assertEquals(
                "2009-08-10T20:18:24Z zone-assumed 9 kern netips-warden2-p - - - - | | [audit]...",
                decode("<6>AUG 10 22:18:24 2009  netips-warden2-p [audit]..."));
        assertEquals(
                "2026-03-07T18:06:53Z zone-assumed 5 local4 example tag - - - | | testmessage",
                decode("<167> Mar  7 19:06:53 example tag: testmessage"));
        assertEquals(
                "2026-06-20T10:00:00Z receipt 17 daemon - xapi - - - | | [error|xen3|15|...",
                decode("<27>xapi: [error|xen3|15|..."));
        assertEquals("2026-08-30T21:00:05Z zone-assumed 9 user - - - - - | | - | raw", decode("<14>Aug 30 23:00:05"));
        assertEquals(
                "2010-08-30T23:00:05Z parsed 9 user X4711 - - - - | | - | raw",
                decode("<14>2010-08-30T23:00:05Z X4711"));
        assertEquals(
                "2026-03-07T18:06:53Z zone-assumed 5 local4 h app - - - | | m",
                decode(" <167>Mar  7 19:06:53 h app: m\r"));
    }

    @Test
    void readsCiscoSequenceNumbersOriginsAndClocks() {
        assertEquals(
                "2026-03-01T17:46:11Z zone-assumed 10 local7 - - - - SYS-5-CONFIG_I | sequence=29 | %SYS-5-CONFIG_I: text",
                decode("<189>29: Mar  1 18:46:11: %SYS-5-CONFIG_I: text"));
        assertEquals(
                "2026-06-20T10:00:00Z receipt 10 local7 R1 - - - SYS-5-CONFIG_I | clock=unset sequence=29 | %SYS-5-CONFIG_I:"
                        + " text | raw",
                decode("<189>29: R1: *Mar  1 18:46:11.483: %SYS-5-CONFIG_I: text"));
        assertEquals(
                "2026-03-01T18:46:11.483Z zone-assumed 10 local7 - - - - SYS-5-CONFIG_I | clock=unsynchronised sequence=7 |"
                        + " %SYS-5-CONFIG_I: text",
                decode("<189>7: .Mar  1 18:46:11.483 UTC: %SYS-5-CONFIG_I: text"));
        assertEquals(
                "2010-03-01T18:46:11Z parsed 10 local7 - - - - SYS-5-CONFIG_I | sequence=7 | %SYS-5-CONFIG_I: text",
                decode("<189>7: Mar  1 2010 18:46:11 UTC: %SYS-5-CONFIG_I: text"));
    }

    @Test
    void readsSnare() {
        String body = "1\tSecurity\t1167\tFri Mar 19 15:33:30 2010\t540...";
        assertEquals(
                "2010-03-19T14:33:30Z zone-assumed - - windowsserver MSWinEventLog - - 540... | windows_log=Security | "
                        + body,
                decode("windowsserver\tMSWinEventLog\t" + body));
    }

    @Test
    void readsJsonBehindItsCookie() {
        assertEquals(
                "2003-10-11T22:14:15Z parsed 17 user h a 1 - - | k.n=2 | m",
                decode(
                        "<14>1 2003-10-11T22:14:15Z h a 1 - - @cee: {\"msg\":\"m\",\"level\":\"ERROR\",\"k\":{\"n\":2}}"));
        assertEquals(
                "2003-10-11T22:14:15Z parsed 9 user h a 1 - - | | @cee:{\"k\" | raw | failed",
                decode("<14>1 2003-10-11T22:14:15Z h a 1 - - @cee:{\"k\""));
    }

    @Test
    void keepsLinesThatAreNoSyslogWhole() {
        String unmatched = "2026-06-20T10:00:00Z receipt - - - - - - - | | %s | unmatched";
        for (String line :
                List.of("plain text", "12345 text", "<999x>text", "Nov", "1 2 3", "{\"a\":1}", "\tat java.lang")) {
            assertEquals(unmatched.formatted(line), decode(line));
        }
        assertEquals("2026-06-20T10:00:00Z receipt - - - - - - - | | <999>text | failed", decode("<999>text"));
    }

    @Test
    void takesTheYearThatIsNearest() {
        assertEquals("2026-12-31T22:59:59Z", decodeAt("2026-11-20T10:00:00Z", "<1>Dec 31 23:59:59 h a: m"));
        assertEquals("2026-12-31T22:59:59Z", decodeAt("2027-01-01T10:00:00Z", "<1>Dec 31 23:59:59 h a: m"));
        assertEquals("2026-12-31T23:00:01Z", decodeAt("2026-12-31T22:59:59Z", "<1>Jan  1 00:00:01 h a: m"));
        assertEquals("2028-02-28T23:00:01Z", decodeAt("2026-11-20T10:00:00Z", "<1>Feb 29 00:00:01 h a: m"));
    }

    private static String decodeAt(String received, String line) {
        return decode(line.getBytes(StandardCharsets.UTF_8), Instant.parse(received))
                .getFirst()
                .substring(0, 20);
    }

    @Test
    void doesNotConfuseNeighboursInTheSameMinute() {
        List<String> lines =
                decode(("<1>Nov 20 10:00:01 h a: m\n<1>Nov 20 10:00:02 h a: m\n<1>Nov 20 10:00:03 2009 h a: m\n"
                                + "\r\n<1>Nov 20 10:00:04 UTC h a: m\n<1>Nov 20 10:01:01 h a: m")
                        .getBytes(StandardCharsets.UTF_8));
        assertEquals(
                List.of(
                        "2026-11-20T09:00:01Z",
                        "2026-11-20T09:00:02Z",
                        "2009-11-20T09:00:03Z",
                        "2026-11-20T10:00:04Z",
                        "2026-11-20T09:01:01Z"),
                lines.stream().map(line -> line.substring(0, 20)).toList());
    }

    @Test
    void leavesAbsentFieldsAbsent() {
        byte[] line = "<13>Nov 20 10:00:00 root: message".getBytes(StandardCharsets.UTF_8);
        new SyslogDecoder().decode(header(RECEIVED), line, 0, line.length, (entry, offset, length) -> {
            assertNull(entry.string(EntryField.HOST));
            assertEquals("root", entry.string(EntryField.PROGRAM));
            assertEquals(line.length, length);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void neverThrowsAndLosesNoRecord(long seed) {
        Random random = new Random(seed);
        String[] seeds = {
            "<34>1 2003-10-11T22:14:15.003Z host su 12 ID47 [a@1 b=\"c\\\"\" d=\"e\"][f] BOM'su root'",
            "<189>29: R1: *Mar  1 18:46:11.483 UTC: %SYS-5-CONFIG_I: text",
            "<167>Mar 7 2008 19:06:53: example tag[12]: testmessage",
            "windowsserver\tMSWinEventLog\t1\tSecurity\t1167\tFri Mar 19 15:33:30 2010\t540"
        };
        for (int round = 0; round < 5_000; round++) {
            byte[] line = seeds[random.nextInt(seeds.length)].getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(5); i > 0; i--) {
                line[random.nextInt(line.length)] = (byte) random.nextInt(256);
            }
            int cut = random.nextInt(line.length) + 1;
            byte[] payload = Arrays.copyOf(line, cut);
            long expected = new String(payload, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(text -> !text.isEmpty())
                    .count();
            if (new String(payload, StandardCharsets.ISO_8859_1).matches("(?s).*[\\r\\00].*")) {
                decode(payload);
            } else {
                assertEquals(
                        expected, decode(payload).size() + blankLines(payload), "seed " + seed + " round " + round);
            }
        }
    }

    private static long blankLines(byte[] payload) {
        return new String(payload, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(text -> !text.isEmpty() && text.matches("[ \\t]+"))
                .count();
    }
}
