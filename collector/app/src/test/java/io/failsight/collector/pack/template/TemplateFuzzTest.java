package io.failsight.collector.pack.template;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Templates that somebody mistyped, and lines that somebody made up: an error in words, or captures within the line. */
final class TemplateFuzzTest {
    private static final String[] TEMPLATES = {
        "Accepted {method:word} for {user} from {client:ip} port {port:int} ssh2",
        "{time:yyyy-MM-dd HH:mm:ss} | {component} | [{a}|{b}] {rest:text}",
        "[[optional {x:int}]] end",
        "a {b:hex} c {d:quoted} {e:until}",
        "{{literal}} {x}"
    };
    private static final String[] LINES = {
        "Accepted password for root from 192.0.2.7 port 51234 ssh2",
        "2026-11-20 10:00:00 | heart | x rest",
        "a b c d e",
        "{literal} y",
        ""
    };

    @Test
    void templatesAreRefusedInWordsOrWork() {
        Fuzz.of("templates")
                .samples(TEMPLATES)
                .words(
                        "{",
                        "}",
                        ":",
                        "[[",
                        "]]",
                        "|",
                        "{a}",
                        "{a}{b}",
                        "{time:",
                        "word",
                        "int",
                        "text",
                        "yyyy",
                        "{a:word}",
                        "  ")
                .cases(10_000)
                .run(input -> {
                    Template template;
                    try {
                        template = Template.parse(new String(input, StandardCharsets.UTF_8));
                    } catch (TemplateException e) {
                        return;
                    }
                    for (String line : LINES) {
                        match(template, line.getBytes(StandardCharsets.UTF_8));
                    }
                    match(template, input);
                });
    }

    @Test
    void linesAreCapturedWithinTheirBytes() throws Exception {
        Template[] templates = new Template[3];
        templates[0] = Template.parse("Accepted {method} for {user} from {client} port {port:int} ssh2");
        templates[1] = Template.parse("{a} {b} {c}: {d}");
        templates[2] = Template.parse("{a:int}.{b:int} {c} x {d} x {e} x {f}");
        Fuzz.of("template-lines")
                .samples(LINES)
                .samples("x".repeat(400), "1.2 a x b x c x d")
                .words(" x ", ": ", " port ", " from ", "ssh2")
                .cases(10_000)
                .run(input -> {
                    for (Template template : templates) {
                        match(template, input);
                    }
                });
    }

    private static void match(Template template, byte[] line) {
        byte[] bytes = new byte[line.length + 20];
        Arrays.fill(bytes, (byte) 'x');
        System.arraycopy(line, 0, bytes, 10, line.length);
        Captures captures = new Captures();
        captures.startEntry();
        if (template.matches(bytes, 10, 10 + line.length, captures)) {
            for (int i = 0; i < captures.size(); i++) {
                assertTrue(captures.from(i) >= 10 && captures.to(i) <= 10 + line.length, "a capture lies in the line");
                assertTrue(
                        captures.from(i) <= captures.to(i) && captures.slot(i) < Captures.MAX_CAPTURES,
                        "and has a length");
            }
        }
    }
}
