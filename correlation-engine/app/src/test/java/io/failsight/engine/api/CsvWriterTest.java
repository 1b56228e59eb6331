package io.failsight.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Foreign text in a table that spreadsheets open. */
class CsvWriterTest {
    private static String row(String... cells) {
        StringBuilder out = new StringBuilder();
        try {
            new CsvWriter(out).row(List.of(cells));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toString();
    }

    @Test
    void quotesEveryCell() {
        assertEquals("\"a\",\"b \"\"c\"\", d\",\"\",\"two\nlines\"\r\n", row("a", "b \"c\", d", "", "two\nlines"));
        assertEquals("\"ab\"\r\n", row("a\u0000b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "=HYPERLINK(\"http://x\",\"y\")",
                "+cmd|' /C calc'!A0",
                "-2+3+cmd|' /C calc'!A0",
                "@SUM(1)",
                "\t=1+1",
                "\r=1+1",
                "\n=1+1",
                "  =1+1",
                "\u00A0=1",
                "\uFEFF=1",
                "\u0000=1",
                "\uFF1D1+1",
                "-",
                "-1e5",
                "--1"
            })
    void takesTheEdgeOffWhatLooksLikeAFormula(String text) {
        assertEquals("\"'" + text.replace("\"", "\"\"").replace("\u0000", "") + "\"\r\n", row(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "42", "a=b", "mirror | heart", "'quoted", "2026-11-20T10:00:00Z"})
    void leavesOtherTextAlone(String text) {
        assertEquals("\"" + text + "\"\r\n", row(text));
    }
}
