package io.failsight.collector.decode.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.model.Bytes;
import io.failsight.model.Entry;
import io.failsight.model.EntryWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonDecoderTest {
    private static final String RECEIPT = "{'time':'2026-11-20T10:00:00.000000000Z','time_source':'receipt',";

    /** The document of each record, with single quotes for double ones. */
    private static List<String> decode(byte[] payload) {
        List<String> documents = new ArrayList<>();
        BatchHeader header = new BatchHeader(
                Content.JSON, Framing.LINES, "jsonlines", "jsonlines/test", "", 1_795_168_800_000_000_000L, 1, "");
        new JsonDecoder(ZoneId.of("Europe/Berlin")).decode(header, payload, 0, payload.length, (entry, at, length) -> {
            Bytes out = new Bytes(100);
            new EntryWriter().write(entry, out);
            documents.add(out.toString().replace('"', '\''));
        });
        return documents;
    }

    private static String decode(String line) {
        List<String> all = decode(line.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        assertEquals(1, all.size());
        return all.getFirst();
    }

    @Test
    void readsLogstashLogbackEncoder() {
        assertEquals(
                "{'time':'2026-11-20T09:15:30.123456789Z','time_source':'parsed','severity':17,'severity_text':'ERROR',"
                        + "'body':'it \\'broke\\'','thread':'main','logger':'io.x.Main',"
                        + "'stack_trace':'java.lang.IllegalStateException: x\\n\\tat io.x.Main.run(Main.java:1)',"
                        + "'trace_id':'4bf92f3577b34da6a3ce929d0e0e4736','span_id':'00f067aa0ba902b7','parse':'parsed',"
                        + "'attr':['tags=audit','tags=b','orderId=42','caller_file_name=Main.java','caller_line_number=7',"
                        + "'ok=true','nested.a.b=c']}",
                decode("{'@timestamp':'2026-11-20T10:15:30.123456789+01:00','@version':'1','message':'it \\'broke\\'',"
                        + "'logger_name':'io.x.Main','thread_name':'main','level':'ERROR','level_value':40000,"
                        + "'stack_trace':'java.lang.IllegalStateException: x\\n\\tat io.x.Main.run(Main.java:1)\\n',"
                        + "'tags':['audit','b'],'traceId':'4bf92f3577b34da6a3ce929d0e0e4736','spanId':'00f067aa0ba902b7',"
                        + "'orderId':42,'caller_file_name':'Main.java','caller_line_number':7,'ok':true,'none':null,"
                        + "'nested':{'a':{'b':'c'}}}"));
    }

    @Test
    void readsElasticCommonSchemaNestedAndDotted() {
        String expected =
                "{'time':'2026-11-20T10:00:00.000000000Z','time_source':'parsed','severity':13,'severity_text':'WARN',"
                        + "'body':'m','host':'h','service':'s','pid':7,'logger':'l','error_type':'T','parse':'parsed'}";
        assertEquals(
                expected,
                decode("{'@timestamp':'2026-11-20T10:00:00Z','log.level':'WARN','message':'m','host.name':'h',"
                        + "'service.name':'s','process.pid':7,'log.logger':'l','error.type':'T'}"));
        assertEquals(
                expected,
                decode("{ '@timestamp' : '2026-11-20T10:00:00Z', 'log':{'level':'WARN','logger':'l'},'message':'m',"
                        + "'host':{'name':'h'},'service':{'name':'s'},'process':{'pid':7},'error':{'type':'T'}} "));
    }

    @Test
    void readsFilebeat() {
        assertEquals(
                "{'time':'2026-11-20T10:00:00.123000000Z','time_source':'parsed','body':'| line','host':'vms-a',"
                        + "'file':'/var/log/a.log','parse':'parsed',"
                        + "'attr':['@metadata.beat=filebeat','@metadata.version=8.4.0','agent.type=filebeat','log.offset=17',"
                        + "'input.type=filestream']}",
                decode("{'@timestamp':'2026-11-20T10:00:00.123Z','@metadata':{'beat':'filebeat','version':'8.4.0'},"
                        + "'agent':{'type':'filebeat'},'host':{'name':'vms-a'},'message':'| line',"
                        + "'log':{'file':{'path':'/var/log/a.log'},'offset':17},'input':{'type':'filestream'}}"));
    }

    @Test
    void readsQuarkus() {
        assertEquals(
                "{'time':'2026-11-20T09:00:00.500000000Z','time_source':'parsed','severity':9,'severity_text':'INFO','body':'m',"
                        + "'host':'h','program':'java','pid':7,'thread':'t','logger':'l','error_type':'X','error_message':'why',"
                        + "'trace_id':'4bf92f3577b34da6a3ce929d0e0e4736','parse':'parsed','attr':['sequence=3','mdc.k=v'],"
                        + "'attr_rest':'{\\'exception.frames\\':\\'[{\\\\\\'class\\\\\\':\\\\\\'c\\\\\\'}]\\'}'}",
                decode(
                                "{'timestamp':'2026-11-20T10:00:00.5+01:00','sequence':3,'loggerName':'l','level':'INFO','message':'m',"
                                        + "'threadName':'t','mdc':{'k':'v','traceId':'4bf92f3577b34da6a3ce929d0e0e4736'},'ndc':'',"
                                        + "'hostName':'h','processName':'java','processId':7,"
                                        + "'exception':{'exceptionType':'X','message':'why','frames':[{'class':'c'}]}}")
                        .replace(",'ndc='", ""));
    }

    @Test
    void readsTimesAsNumbers() {
        String expected =
                "{'time':'2019-01-19T07:30:44.748150000Z','time_source':'parsed','body':'m','parse':'parsed'}";
        assertEquals(expected, decode("{'ts':1547883044.74815,'msg':'m'}"));
        assertEquals(expected, decode("{'ts':1.54788304474815E9,'msg':'m'}"));
        assertEquals(expected, decode("{'time':1547883044748150,'msg':'m'}"));
        assertEquals(expected, decode("{'time':'1547883044748150000','msg':'m'}"));
        assertEquals(expected.replace("748150", "748000"), decode("{'timestamp':1547883044748,'msg':'m'}"));
        assertEquals(
                "{'time':'2021-07-27T15:47:34.591000000Z','time_source':'parsed','body':'m','parse':'parsed'}",
                decode("{'ts':'2021-07-27T16:47:34.591+0100','msg':'m'}"));
        assertEquals(
                RECEIPT + "'body':'m','parse':'parsed','attr':['time=soon']}", decode("{'time':'soon','msg':'m'}"));
        assertEquals(
                "{'time':'2023-01-29T08:51:24.968139185Z','time_source':'parsed','body':'x','parse':'parsed','attr':['stream=stdout']}",
                decode("{'log':'x\\n','stream':'stdout','time':'2023-01-29T08:51:24.968139185Z'}"));
    }

    @Test
    void readsLevelsAsWordsAndNumbers() {
        String expected = RECEIPT + "'severity':%s,'severity_text':'%s','body':'m','parse':'parsed'}";
        assertEquals(expected.formatted("9", "info"), decode("{'level':'info','msg':'m'}"));
        assertEquals(expected.formatted("9", "30"), decode("{'level':30,'msg':'m'}"));
        assertEquals(expected.formatted("21", "60"), decode("{'level':60,'msg':'m'}"));
        assertEquals(expected.formatted("17", "3"), decode("{'level':3,'msg':'m'}"));
        assertEquals(RECEIPT + "'severity':13,'body':'m','parse':'parsed'}", decode("{'level_value':30000,'msg':'m'}"));
        assertEquals(
                RECEIPT + "'severity_text':'loud','body':'m','parse':'parsed'}", decode("{'level':'loud','msg':'m'}"));
    }

    @Test
    void unescapesText() {
        assertEquals(
                RECEIPT + "'body':'\u00e4\uD83D\uDE00/\\n\\\\\uFFFDx','parse':'parsed','attr':['\u00fc=1']}",
                decode("{'msg':'\\u00e4\\ud83d\\ude00\\/\\n\\\\\\ud83dx','\\u00fc':1}"));
    }

    @Test
    void losesNoDuplicates() {
        assertEquals(
                RECEIPT + "'body':'a','parse':'parsed','attr':['message=b','k=1','k=2']}",
                decode("{'msg':'a','message':'b','k':1,'k':2}"));
    }

    @Test
    void keepsObjectsWithoutMessageAsBody() {
        assertEquals(RECEIPT + "'body':'{\\'a\\':1}','parse':'parsed','attr':['a=1']}", decode("{'a':1}"));
        assertEquals(RECEIPT + "'body':'{}','parse':'parsed'}", decode("{}"));
    }

    @Test
    void keepsWhatIsNoObjectWhole() {
        for (String line : List.of(
                "text",
                "[1]",
                "1",
                "{",
                "{'a'",
                "{'a':}",
                "{'a':1",
                "{'a':1,}",
                "{'a':[1}",
                "{'a':tru}",
                "{'a':01x}",
                "{'a':'b",
                "{'a':'\\x'}",
                "{'a':1}{'b':2}",
                "{'a':1} x",
                "{a:1}",
                "{'a':'\\u12'}",
                "{'a':[1 2]}",
                "{'a':-}")) {
            String document = decode(line);
            String body = line.replace("\\", "\\\\").replace("'", "\\'");
            assertTrue(document.startsWith(RECEIPT + "'body':'" + body + "','parse':'failed',"), document);
            assertTrue(document.contains("'parse_reason':'"), document);
        }
    }

    @Test
    void limitsDepth() {
        String deep = "{'a':".repeat(20) + "1" + "}".repeat(20);
        assertTrue(decode(deep).contains("'attr_rest'"), "below sixteen levels it is text");
        String deeper = "{'a':".repeat(1_000) + "1" + "}".repeat(1_000);
        assertTrue(decode(deeper).contains("'parse':'failed'"));
        assertTrue(decode("[".repeat(100_000)).contains("'parse':'failed'"));
        assertTrue(decode("{'a':" + "[".repeat(100_000)).contains("'parse':'failed'"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void neverThrowsAndLosesNoRecord(long seed) {
        Random random = new Random(seed);
        byte[] original = ("{'@timestamp':'2026-11-20T10:15:30.123+01:00','message':'a\\u00e4b\\n','level':'INFO',"
                        + "'tags':['a','b'],'o':[{'x':1}],'n':{'d':1.5e3,'e':null},'level_value':20000}")
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
        byte[] alphabet = "{}[]\",:\\u0a1.eE-+ntf ".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 5_000; round++) {
            byte[] line = original.clone();
            for (int i = random.nextInt(4); i > 0; i--) {
                line[random.nextInt(line.length)] = alphabet[random.nextInt(alphabet.length)];
            }
            if (random.nextInt(5) == 0) {
                line = java.util.Arrays.copyOf(line, 1 + random.nextInt(line.length));
            }
            assertEquals(1, decode(line).size(), "seed " + seed + " round " + round);
        }
    }

    @Test
    void reusesItsEntryWithoutTraces() {
        List<String> documents =
                decode("{\"msg\":\"a\\tb\",\"k\":1}\n{\"msg\":\"c\"}\nx\n".getBytes(StandardCharsets.UTF_8));
        assertEquals(3, documents.size());
        assertEquals(RECEIPT + "'body':'c','parse':'parsed'}", documents.get(1));
        Entry unused = new Entry();
        assertEquals(0, unused.attributeCount());
    }
}
