package io.failsight.collector.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.pack.load.PackLoad;
import io.failsight.model.Bytes;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.EntryWriter;
import io.failsight.model.Severity;
import io.failsight.model.StorageClass;
import io.failsight.model.TimeSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackMatcherTest {
    private static final Instant OBSERVED = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir
    Path folder = Path.of("");

    private PackMatcher matcher(String... packs) {
        PackFolder written = new PackFolder(folder);
        for (int i = 0; i < packs.length; i++) {
            written.with("pack" + i, packs[i]);
        }
        PackLoad load = written.load();
        assertEquals(List.of(), load.problems());
        return load.packs().matcher();
    }

    private static Entry entry(String program, String body) {
        Entry entry = new Entry();
        entry.number(EntryField.OBSERVED, OBSERVED.toEpochMilli());
        entry.text(EntryField.PROGRAM, program);
        entry.text(EntryField.BODY, body);
        entry.text(EntryField.PARSE, "parsed");
        return entry;
    }

    private static Entry apply(PackMatcher matcher, Entry entry) {
        matcher.apply(entry);
        return entry;
    }

    @Test
    void entryThatNoPackRecognisesStaysAsItWas() {
        Entry entry = apply(matcher("recognise: {program: a}\nset: {layer: os}\n"), entry("b", "text"));
        assertNull(entry.string(EntryField.PACK));
        assertEquals("parsed", entry.string(EntryField.PARSE));
        assertFalse(entry.has(EntryField.LAYER));
    }

    @ParameterizedTest
    @CsvSource({
        "{program: sshd}, true",
        "{program: ssh}, false",
        "{program: 'ssh*'}, true",
        "'{program: [a, b, sshd]}', true",
        "{service: recorder}, true",
        "{service: 'rec*'}, true",
        "{unit: other.service}, false",
        "{logger: 'org.example.*'}, true",
        "{file: '/var/*/app.log'}, true",
        "{file: '/var/app.log'}, false",
        "{file: '**/app.log'}, true",
        "{text: 'Accepted {_:word} '}, true",
        "{text: '{_:iso}'}, false",
        "{receiver: syslog}, true",
        "'{receiver: syslog, program: other}', false",
        "'{has: [logger, file]}', true",
        "'{has: [logger, thread]}', false",
        "'{program: sshd, file: /tmp/x}', false",
        "'{program: sshd, file: \"**/app.log\"}', true",
    })
    void recognisesByTable(String recognise, boolean expected) {
        Entry entry = entry("sshd", "Accepted password for x");
        entry.text(EntryField.SERVICE, "recorder");
        entry.text(EntryField.LOGGER, "org.example.A");
        entry.text(EntryField.FILE, "/var/log/app.log");
        entry.text(EntryField.RECEIVER, "syslog");
        apply(matcher("recognise: " + recognise + "\n"), entry);
        assertEquals(expected, entry.has(EntryField.PACK));
    }

    @Test
    void exactProgramWinsOverBeginningAndText() {
        PackMatcher matcher =
                matcher("recognise: {text: 'x'}\n", "recognise: {program: 'ssh*'}\n", "recognise: {program: sshd}\n");
        assertEquals("pack2@1", apply(matcher, entry("sshd", "x")).string(EntryField.PACK));
        assertEquals("pack1@1", apply(matcher, entry("ssh", "x")).string(EntryField.PACK));
        assertEquals("pack0@1", apply(matcher, entry("other", "x")).string(EntryField.PACK));
    }

    @Test
    void setOfPackFillsAndSetOfRuleReplaces() {
        PackMatcher matcher = matcher("""
                recognise: {program: p}
                set: {component: filled, severity: info, zone_of: pack}
                rules:
                  - match: 'bad {_:rest}'
                    set: {severity: error, product: mine, storage_class: keep}
                """);
        Entry entry = entry("p", "bad thing");
        entry.text(EntryField.COMPONENT, "said by sender");
        entry.text(EntryField.PRODUCT, "said by sender");
        entry.number(EntryField.SEVERITY, Severity.DEBUG.number());
        apply(matcher, entry);
        assertEquals("said by sender", entry.string(EntryField.COMPONENT));
        assertEquals("mine", entry.string(EntryField.PRODUCT));
        assertEquals(Severity.ERROR.number(), entry.number(EntryField.SEVERITY));
        assertEquals(StorageClass.KEEP, entry.storageClass());
        assertEquals("zone_of=pack", entry.attributeAt(0));
        assertEquals(Severity.INFO.number(), apply(matcher, entry("p", "else")).number(EntryField.SEVERITY));
    }

    @Test
    void severityWordsOfThePackComeBeforeThoseOfLoggers() {
        PackMatcher matcher = matcher("""
                recognise: {program: p}
                severity: {E: info, C: fatal}
                split: '{severity_text:word} {body:rest}'
                """);
        Entry entry = apply(matcher, entry("p", "E started"));
        assertEquals(Severity.INFO.number(), entry.number(EntryField.SEVERITY));
        assertEquals("E", entry.string(EntryField.SEVERITY_TEXT));
        assertEquals("started", entry.string(EntryField.BODY));
        assertEquals(
                Severity.WARN.number(), apply(matcher, entry("p", "WARN x")).number(EntryField.SEVERITY));
        assertFalse(apply(matcher, entry("p", "odd x")).has(EntryField.SEVERITY));
    }

    @Test
    void rawIsKeptOnlyWhereSplitDropsSomething() {
        Entry whole =
                apply(matcher("recognise: {program: p}\nsplit: '[{thread}] {body:rest}'\n"), entry("p", "[t] text"));
        assertEquals("text", whole.string(EntryField.BODY));
        assertFalse(whole.has(EntryField.RAW));
        Entry lossy = apply(matcher("recognise: {program: p}\nsplit: '[{_}] {body:rest}'\n"), entry("p", "[t] text"));
        assertEquals("[t] text", lossy.string(EntryField.RAW));
    }

    @Test
    void ruleThatReplacesMessageKeepsRaw() {
        Entry entry = apply(
                matcher("recognise: {program: p}\nrules: [{match: 'prefix {body:rest}'}]\n"),
                entry("p", "prefix text"));
        assertEquals("text", entry.string(EntryField.BODY));
        assertEquals("prefix text", entry.string(EntryField.RAW));
    }

    @Test
    void envelopeHandsMessageToPackOfItsProgram() {
        PackMatcher matcher = matcher(
                "recognise: {file: /x}\nenvelope: true\nset: {layer: os}\nsplit: '{program:word}: {body:rest}'\n",
                "recognise: {program: inner}\nrules: [{match: 'user {user:word}'}]\n");
        Entry entry = entry("", "inner: user bob");
        entry.text(EntryField.FILE, "/x");
        apply(matcher, entry);
        assertEquals("pack1@1", entry.string(EntryField.PACK));
        assertEquals("bob", entry.string(EntryField.USER));
        assertEquals("os", entry.string(EntryField.LAYER));
        Entry alone = entry("", "nobody: text");
        alone.text(EntryField.FILE, "/x");
        assertEquals("pack0@1", apply(matcher, alone).string(EntryField.PACK));
        assertEquals("parsed", alone.string(EntryField.PARSE));
    }

    @Test
    void unmatchedIsSaidUnlessSenderTookEntryApart() {
        String rules = "rules: [{match: 'known'}]\n";
        assertEquals(
                "unmatched",
                apply(matcher("recognise: {program: p}\n" + rules), entry("p", "x"))
                        .string(EntryField.PARSE));
        assertEquals(
                "parsed",
                apply(matcher("recognise: {program: p, structured: true}\n" + rules), entry("p", "x"))
                        .string(EntryField.PARSE));
    }

    @Test
    void failureOfDecoderStaysWhereNothingMatches() {
        Entry entry = entry("p", "x");
        entry.text(EntryField.PARSE, "failed");
        entry.text(EntryField.PARSE_REASON, "bad JSON");
        assertEquals(
                "failed", apply(matcher("recognise: {program: p}\n"), entry).string(EntryField.PARSE));
    }

    @ParameterizedTest
    @CsvSource({
        "UTC, 2026-11-20 09:59:58, 2026-11-20T09:59:58Z, ZONE_ASSUMED",
        "Europe/Berlin, 2026-11-20 09:59:58, 2026-11-20T08:59:58Z, ZONE_ASSUMED",
        "Asia/Tokyo, 2026-11-20 09:59:58+01:00, 2026-11-20T08:59:58Z, PARSED",
    })
    void timeTakesZoneOfThePack(String zone, String time, String expected, TimeSource how) {
        Entry entry = apply(
                matcher("zone: " + zone + "\nrecognise: {program: p}\nsplit: '{time:iso} {body:rest}'\n"),
                entry("p", time + " text"));
        assertEquals(Instant.parse(expected).getEpochSecond() * 1_000_000_000L, entry.number(EntryField.TIME));
        assertEquals(how, entry.timeSource());
    }

    @Test
    void emptyCaptureDoesNotRemoveWhatSenderSaid() {
        Entry entry = entry("p", "user= x");
        entry.text(EntryField.USER, "bob");
        apply(matcher("recognise: {program: p}\nrules: [{match: 'user={user:text} x'}]\n"), entry);
        assertEquals("bob", entry.string(EntryField.USER));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void productPacksTakeAnyBytes(long seed) {
        Random random = new Random(seed);
        PackMatcher matcher = ProductPacks.load().matcher();
        EntryWriter writer = new EntryWriter();
        Bytes json = new Bytes(4_096);
        Entry entry = new Entry();
        List<String> lines = SampleLines.all();
        List<String> programs = List.of(
                "sshd",
                "kernel",
                "systemd",
                "CRON",
                "sudo",
                "su",
                "safekit",
                "Evidian.SafeKit",
                "Keepalived_vrrp",
                "other",
                "");
        for (int round = 0; round < 10_000; round++) {
            byte[] bytes = lines.get(random.nextInt(lines.size())).getBytes(StandardCharsets.UTF_8);
            for (int change = random.nextInt(6); change > 0 && bytes.length > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            entry.clear();
            entry.number(EntryField.OBSERVED, random.nextLong());
            entry.text(EntryField.PROGRAM, programs.get(random.nextInt(programs.size())));
            entry.text(EntryField.BODY, bytes, from, random.nextInt(bytes.length - from + 1));
            matcher.apply(entry);
            json.clear();
            writer.write(entry, json);
            assertTrue(json.length() > 1);
            assertSpansInside(entry, bytes, from);
        }
    }

    private static void assertSpansInside(Entry entry, byte[] bytes, int from) {
        for (EntryField field : EntryField.values()) {
            if (field.isText() && field != EntryField.TIME_SOURCE && entry.has(field) && entry.array(field) == bytes) {
                assertTrue(entry.offset(field) >= from, field + " starts before the record");
                assertTrue(
                        entry.offset(field) + entry.length(field) <= bytes.length, field + " ends behind the record");
            }
        }
    }
}
