package io.failsight.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.clock.ClockEstimate;
import io.failsight.collector.decode.Decoder;
import io.failsight.collector.decode.journald.JournaldDecoder;
import io.failsight.collector.decode.json.JsonDecoder;
import io.failsight.collector.decode.syslog.SyslogDecoder;
import io.failsight.collector.decode.text.TextDecoder;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.RecordReader;
import io.failsight.collector.pack.EntryMatcher;
import io.failsight.collector.pack.SignalDraft;
import io.failsight.collector.pack.load.PackLoad;
import io.failsight.collector.pack.load.PackLoader;
import io.failsight.fuzz.Fuzz;
import io.failsight.model.Bytes;
import io.failsight.model.Entry;
import io.failsight.model.EntryId;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalJson;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Hostile records through decoder, packs, defaults and writer: each becomes one entry, in order, that the index can take; the same
 * whatever stood around it and whatever came before.
 */
final class DecoderFuzzTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Path PACKS = Path.of("..", "packs");
    private static final long NOW = 1_795_168_800_123_456_789L;
    private static final String[] SYSLOG = {
        "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
        "<165>1 2026-11-20T10:00:00.003123+01:00 web1 app 77 ID47 [ex@32473 iut=\"3\" s=\"a\\\"b\\]c\"][m k=\"\"] \u00ef\u00bb\u00bfBOM text",
        "<0>1 - - - - - -",
        "<189>: 2026 Nov 20 10:00:00 CET: %LINK-3-UPDOWN: Interface up",
        "<187>000123: *Mar  1 00:00:12.345 UTC: %SYS-5-CONFIG_I: Configured",
        "<13>Nov 20 10:00:00 win1 MSWinEventLog\t1\tSystem\t9\tFri Nov 20 10:00:00 2026\t7036\tService\tN/A",
        "2026-11-20T10:00:00 host prog[12]: text",
        "no header at all",
        "Nov 20 10:00:00 2026 h : %ASA-6-302013: Built"
    };
    private static final String[] JSON = {
        "{\"@timestamp\":\"2026-11-20T10:00:00.000Z\",\"message\":\"m\",\"level\":\"WARN\",\"logger_name\":\"a.B\",\"stack_trace\":\"x\\n\\tat y\"}",
        "{\"time\":1795168800123,\"msg\":\"\\u00e9\\ud83d\\ude00\",\"a\":{\"b\":[1,2.5e3,null,true,{\"c\":\"d\"}]},\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\"}",
        "{\"host\":{\"name\":\"h\"},\"log\":{\"level\":\"error\"},\"winlog\":{\"event_id\":7036,\"channel\":\"System\"},\"event\":{\"code\":\"1\"}}",
        "{}",
        "[]",
        "{\"a\":\"\\u0000\\\"\\\\\"}"
    };
    private static final String[] JOURNALD = {
        "{\"__CURSOR\":\"s=1;i=2\",\"__REALTIME_TIMESTAMP\":\"1795168800123456\",\"MESSAGE\":\"m\",\"PRIORITY\":\"6\",\"_PID\":\"1\",\"_HOSTNAME\":\"h\"}",
        "{\"MESSAGE\":[104,195,188,0,255],\"UNIT\":\"a.service\",\"_SYSTEMD_UNIT\":\"init.scope\",\"CODE_LINE\":[\"1\",\"2\"],\"SYSLOG_FACILITY\":\"3\"}",
        "{\"MESSAGE\":null,\"_SOURCE_REALTIME_TIMESTAMP\":\"9223372036854775807\"}"
    };
    private static final String[] WORDS = {
        "<191>",
        "<192>",
        "<000>1 ",
        "1 ",
        "- ",
        "[a b=\"",
        "\\]",
        "\"]",
        "2026-11-20T23:59:60Z",
        "2026-02-30T",
        "-00:00",
        ".999999999",
        "1969-12-31T23:59:59Z",
        "2262-04-12T",
        "Feb 29 ",
        "Dec 31 23:59:59",
        "\\u0000",
        "\\ud800",
        "\\udc00",
        "\":",
        "\",\"",
        "null",
        "true",
        "{\"",
        "[",
        "]",
        "}",
        "\n",
        "\r\n",
        "\u2028",
        "\u202e",
        "</script>",
        "message",
        "@timestamp",
        "MESSAGE",
        "_PID",
        "level",
        "severity",
        "time",
        "MSWinEventLog\t",
        "%X-1-Y:",
        "heart | Local state",
        "a=b",
        "=",
        ": "
    };

    private final EntryOracle oracle = new EntryOracle();
    private final EntryMatcher packs;
    private final EntryFinisher finisher = new EntryFinisher(new Topology(), "collector-1", "here");
    private final SignalMaker signals = new SignalMaker(new Topology(), "collector-1");

    DecoderFuzzTest() {
        PackLoad load = PackLoader.load(List.of(PACKS));
        assertEquals(List.of(), load.problems());
        packs = load.packs().matcher();
    }

    private record Decoded(String document, int offset, int length) {}

    /** Decodes with other bytes around, so that a decoder that leaves its records is noticed. */
    private List<Decoded> decode(Decoder decoder, BatchHeader header, byte[] payload, byte around) {
        byte[] bytes = new byte[payload.length + 64];
        Arrays.fill(bytes, around);
        System.arraycopy(payload, 0, bytes, 32, payload.length);
        List<Decoded> entries = new ArrayList<>();
        finisher.begin(header);
        decoder.decode(header, bytes, 32, payload.length, (entry, offset, length) -> {
            assertTrue(
                    offset >= 32 && length >= 0 && offset + length <= 32 + payload.length,
                    "a record lies in its batch");
            EntryOracle.failedKeepsItsRecord(entry, bytes, offset, length);
            finisher.beforePacks(entry);
            List<SignalDraft> drafts = packs.apply(entry);
            finisher.afterPacks(entry, 7, 8);
            entries.add(new Decoded(oracle.document(entry), offset - 32, length));
            for (SignalDraft draft : drafts) {
                checkSignal(entry, header, draft);
            }
        });
        return entries;
    }

    private void checkSignal(Entry entry, BatchHeader header, SignalDraft draft) {
        Signal signal = signals.make(
                entry, header, draft, new SignalMaker.Identity(new EntryId(1, 2), 0), ClockEstimate.unknown(1));
        Bytes line = new Bytes(256);
        SignalJson.write(signal, line);
        assertTrue(line.length() < 64 << 10, "a signal fits a request, was " + line.length());
    }

    private void holds(byte[] payload, BatchHeader header, Decoder used, Supplier<Decoder> fresh) {
        if (payload.length == 0) {
            return;
        }
        List<Decoded> entries = decode(used, header, payload, (byte) '9');
        RecordReader records = new RecordReader();
        records.reset(header.framing(), payload, 0, payload.length);
        int count = 0;
        while (records.next()) {
            assertTrue(count < entries.size(), "every record becomes an entry");
            Decoded entry = entries.get(count++);
            assertEquals(records.offset(), entry.offset());
            assertEquals(records.length(), entry.length());
            byte[] alone = Arrays.copyOfRange(payload, records.offset(), records.offset() + records.length());
            if (alone.length > 0 && count <= 20) {
                BatchHeader one = new BatchHeader(
                        header.content(), Framing.WHOLE, header.receiver(), header.source(), header.peer(), NOW, 1, "");
                List<Decoded> again = decode(fresh.get(), one, alone, (byte) '\n');
                assertEquals(1, again.size());
                assertEquals(again.getFirst().document(), entry.document(), "the same alone and among others");
            }
        }
        assertEquals(count, entries.size(), "every entry has a record");
    }

    private static BatchHeader header(Content content, Framing framing, String source, String peer) {
        return new BatchHeader(content, framing, source.substring(0, source.indexOf('/')), source, peer, NOW, 1, "");
    }

    private void run(Fuzz fuzz, Content content, String source, String peer, Supplier<Decoder> fresh) {
        Decoder used = fresh.get();
        BatchHeader lines = header(content, Framing.LINES, source, peer);
        BatchHeader prefixed = header(content, Framing.LENGTH_PREFIXED, source, peer);
        fuzz.words(WORDS).run(input -> {
            holds(input, lines, used, fresh);
            holds(prefixed(input), prefixed, used, fresh);
        });
    }

    /** The input as one record, as an octet-counted frame or an event of a Beat is. */
    private static byte[] prefixed(byte[] record) {
        int length = record.length;
        return new Bytes(length + 4)
                .add(length >>> 24)
                .add(length >>> 16)
                .add(length >>> 8)
                .add(length)
                .add(record)
                .toByteArray();
    }

    @Test
    void syslog() {
        run(
                Fuzz.of("syslog")
                        .samples(SYSLOG)
                        .samples(String.join("\n", SYSLOG))
                        .files(PACKS, ".log")
                        .cases(5_000),
                Content.SYSLOG,
                "syslog/192.0.2.7",
                "192.0.2.7",
                () -> new SyslogDecoder(ZONE));
    }

    @Test
    void jsonLines() {
        run(
                Fuzz.of("json")
                        .samples(JSON)
                        .samples(String.join("\n", JSON))
                        .files(PACKS, "json.log")
                        .cases(6_000),
                Content.JSON,
                "jsonlines/192.0.2.7",
                "192.0.2.7",
                () -> new JsonDecoder(ZONE));
    }

    @Test
    void journald() {
        run(
                Fuzz.of("journald")
                        .samples(JOURNALD)
                        .samples(String.join("\n", JOURNALD))
                        .cases(6_000),
                Content.JOURNALD,
                "journald/here",
                "",
                JournaldDecoder::new);
    }

    @Test
    void linesOfFiles() {
        run(
                Fuzz.of("text").samples(JSON).files(PACKS, ".log").cases(4_000),
                Content.TEXT,
                "file/safekit/var/modules/mirror/log.txt",
                "",
                () -> new TextDecoder(ZONE));
    }
}
