package io.failsight.collector.pack.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final List<String> TEMPLATES = List.of(
            "Accepted {method:word} for {user:text} from {client:ip}{? port {port:int}}",
            "{a:padded}|{b:quoted}{c:bracketed}{? {d:rest}}",
            "[{time:iso}][{l:padded}] {m:message}{?\\n{s:rest}}",
            "{time:syslog} {host:word} {p:text}{?[{pid:int}]}: {body:rest}",
            "{a:hex} {b:number} {c:host}:{d:int}",
            "{time:epoch} {x:line}{?\\n{_:rest}}",
            "{time:klog} {_:clock}{? {a:text}x{? {b:text}y}} z",
            "{time:ctime}: {a:text} {b:text} {c:text}",
            "{a:word=x*|y} {b:text=z}{? {c:rest=w*}}");

    /** The captures as {@code name=text;}, or {@code -} when the template does not match. */
    private static String match(String template, String text) throws TemplateException {
        Template compiled = Template.parse(template);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Captures captures = new Captures();
        captures.startEntry();
        if (!compiled.matches(bytes, 0, bytes.length, captures)) {
            return "-";
        }
        StringBuilder found = new StringBuilder();
        for (int i = 0; i < captures.size(); i++) {
            int from = captures.from(i);
            found.append(compiled.names().get(captures.slot(i)))
                    .append('=')
                    .append(new String(bytes, from, captures.to(i) - from, StandardCharsets.UTF_8))
                    .append(';');
        }
        return found.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '`',
            value = {
                "user {u:word} in ¦ user bob in ¦ u=bob;",
                "by {u:word=SYSTEM|root} ¦ by root ¦ u=root;",
                "by {u:word=SYSTEM|root} ¦ by rooter ¦ -",
                "on {r:word=tcp.*|ping.*} set ¦ on ping.a set ¦ r=ping.a;",
                "on {r:word=tcp.*|ping.*} set ¦ on pin.a set ¦ -",
                "{r:text=My Daemon (x)}... ¦ My Daemon (x)... ¦ r=My Daemon (x);",
                "user {u:word} ¦ user bob smith ¦ -",
                "{u:word}@{h:host} ¦ bob@node-1.example ¦ u=bob;h=node-1.example;",
                "from {c:ip} port {p:int} ¦ from  10.0.0.1   port 22 ¦ c=10.0.0.1;p=22;",
                "from {c:ip}:{p:int} ¦ from 10.0.0.1:22 ¦ c=10.0.0.1;p=22;",
                "from {c:ip}: {r:rest} ¦ from fe80::1: gone ¦ c=fe80::1;r=gone;",
                "from {c:ip} ¦ from 2001:db8::8a2e:370:7334 ¦ c=2001:db8::8a2e:370:7334;",
                "from {c:ip} ¦ from ::ffff:10.0.0.1 ¦ c=::ffff:10.0.0.1;",
                "from {c:ip} ¦ from 10.0.0 ¦ -",
                "from {c:ip} ¦ from 10.0.0.1234 ¦ -",
                "{a:int}/{b:number} ¦ -7/3.25 ¦ a=-7;b=3.25;",
                "{a:hex} ¦ 0xDEADbeef ¦ a=0xDEADbeef;",
                "{a:quoted} {b:quoted} ¦ \"x \\\" y\" 'z' ¦ a=x \\\" y;b=z;",
                "{a:quoted} ¦ \"open ¦ -",
                "{a:bracketed}{b:bracketed} ¦ [x](y) ¦ a=x;b=y;",
                "[{a:padded}][{b:padded}] ¦ [INFO ][ o.o.Node  ] ¦ a=INFO;b=o.o.Node;",
                "p{?[{pid:int}]}: {m:rest} ¦ p[7]: x ¦ pid=7;m=x;",
                "p{?[{pid:int}]}: {m:rest} ¦ p: x ¦ m=x;",
                "p{?[{pid:int}]}: {m:rest} ¦ p[x]: x ¦ -",
                "a={a:text} b={b:text}{? c={c:text}} ¦ a= b=2  c=3 ¦ a=;b=2;c=3;",
                "a={a:text} b={b:text}{? c={c:text}} ¦ a=1 1 b= ¦ a=1 1;b=;",
                "{a:text}, {b:text} ¦ 1, 2, 3 ¦ a=1;b=2, 3;",
                "\\{x\\} {a:word} ¦ {x} y ¦ a=y;",
                "{_:word} {a:word} ¦ x y ¦ a=y;",
                "{time:iso} {m:rest} ¦ 2022-01-27 16:33:48.620-08:00 [     7] ¦ time=2022-01-27 16:33:48.620-08:00;m=[     7];",
                "{time:iso} {m:rest} ¦ 2023-10-12 10:15:42:447000 | errd ¦ time=2023-10-12 10:15:42:447000;m=| errd;",
                "{time:iso} {m:rest} ¦ 2023-12-09 09:40:45,615 INFO: x ¦ time=2023-12-09 09:40:45,615;m=INFO: x;",
                "{time:iso} {m:rest} ¦ 2023-02-29 09:40:45 x ¦ -",
                "{time:iso} {m:rest} ¦ 2022-12-07  1:00:06 0 [Note] ¦ time=2022-12-07  1:00:06;m=0 [Note];",
                "{time:ctime}: {m:rest} ¦ Sat Sep 16 19:04:05 2023: x ¦ time=Sat Sep 16 19:04:05 2023;m=x;",
                "I{time:klog} {m:rest} ¦ I0925 05:39:17.506983       1 x ¦ time=0925 05:39:17.506983;m=1 x;",
                "{time:syslog} {m:rest} ¦ Mar  7 2008 19:06:53 x ¦ time=Mar  7 2008 19:06:53;m=x;",
                "{time:syslog} {m:rest} ¦ AUG 10 22:18:24 2009 x ¦ time=AUG 10 22:18:24 2009;m=x;",
                "{time:epoch} {m:rest} ¦ 1547883044.74815 x ¦ time=1547883044.74815;m=x;",
            })
    void matchesByTable(String template, String text, String expected) throws TemplateException {
        assertEquals(expected, match(template, text));
    }

    @Test
    void messageEndsWhereStackTraceBegins() throws TemplateException {
        String template = "{m:message}{?\\n{s:rest}}";
        assertEquals(
                "m=two\nlines;s=java.lang.Error: x\n\tat y;",
                match(template, "two\nlines\njava.lang.Error: x\n\tat y"));
        assertEquals("m=no trace\nat all;", match(template, "no trace\nat all"));
        assertEquals("m=crlf;s=a.B\r\n\tat c;", match(template, "crlf\r\na.B\r\n\tat c"));
    }

    @Test
    void trailingBlanksAndLineEndsDoNotCount() throws TemplateException {
        assertEquals("a=x;", match("say {a:word}", "say x \r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{a",
                "a}",
                "{a:wrod}",
                "{a b:word}",
                "{a:text}{b:word}",
                "{a:word}{b:int}",
                "{?}",
                "{?x",
                "\\x",
                "{:word}",
                "{?a{?b{?c{?d{?e}}}}}"
            })
    void refusesWhatIsNoTemplate(String template) {
        TemplateException refusal = assertThrows(TemplateException.class, () -> Template.parse(template));
        assertTrue(String.valueOf(refusal.getMessage()).contains("(character "), refusal.getMessage());
    }

    @Test
    void anonymousCaptureMakesTemplateLossy() throws TemplateException {
        assertTrue(Template.parse("{a:word} {b:rest}").isLossless());
        assertFalse(Template.parse("{_:word} {b:rest}").isLossless());
    }

    @Test
    void firstBytesHoldForEveryMatch() throws TemplateException {
        boolean[] first = Template.parse("{?x}{?{time:iso}} y").firstBytes();
        for (int b = 0; b < 256; b++) {
            boolean expected = b == 'x' || b >= '0' && b <= '9' || b == ' ' || b == '\t';
            assertEquals(expected, first[b], "byte " + b);
        }
    }

    @Test
    void textBeyondStepLimitDoesNotMatch() throws TemplateException {
        Template template = Template.parse("{a:text}x");
        byte[] bytes = new byte[Captures.MAX_STEPS + 10];
        bytes[bytes.length - 1] = 'x';
        Captures captures = new Captures();
        captures.startEntry();
        assertFalse(template.matches(bytes, 0, bytes.length, captures));
        captures.startEntry();
        assertTrue(template.matches(bytes, 100, bytes.length, captures));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void capturesLieInsideTheTextWhateverTheBytes(long seed) throws TemplateException {
        Random random = new Random(seed);
        List<Template> templates = new ArrayList<>();
        for (String template : TEMPLATES) {
            templates.add(Template.parse(template));
        }
        byte[] alphabet =
                "ab01:.[](){}\"'\\ \t\n\r,-|xyz\u00e9Jan Accepted for from port \0".getBytes(StandardCharsets.UTF_8);
        Captures captures = new Captures();
        for (int round = 0; round < 4_000; round++) {
            byte[] bytes = new byte[random.nextInt(120)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(8) == 0 ? (byte) random.nextInt() : alphabet[random.nextInt(alphabet.length)];
            }
            int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            int to = from + random.nextInt(bytes.length - from + 1);
            for (Template template : templates) {
                captures.startEntry();
                template.matches(bytes, from, to, captures);
                assertInside(captures, from, to);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void capturesLieInsideEveryMutationOfMatchingLines(long seed) throws TemplateException {
        Random random = new Random(seed);
        List<String> lines = List.of(
                "Accepted password for bob from 10.0.0.1 port 22",
                "[2026-11-20T10:00:00,123][INFO ] x\njava.lang.Error: y\n\tat z",
                "Nov  9 10:00:00 node1 sshd[12]: text",
                "Sat Sep 16 19:04:05 2023: a b c");
        Captures captures = new Captures();
        for (String source : TEMPLATES) {
            Template template = Template.parse(source);
            for (int round = 0; round < 2_000; round++) {
                byte[] bytes = lines.get(random.nextInt(lines.size())).getBytes(StandardCharsets.UTF_8);
                for (int change = random.nextInt(4); change > 0; change--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                int to = random.nextInt(bytes.length + 1);
                captures.startEntry();
                template.matches(bytes, 0, to, captures);
                assertInside(captures, 0, to);
            }
        }
    }

    private static void assertInside(Captures captures, int from, int to) {
        for (int i = 0; i < captures.size(); i++) {
            assertTrue(captures.from(i) >= from, "starts before the text");
            assertTrue(captures.from(i) <= captures.to(i), "ends before it starts");
            assertTrue(captures.to(i) <= to, "ends behind the text");
        }
    }
}
