package io.failsight.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

final class VisibleTextTest {
    @Test
    void leavesWhatEveryoneCanSee() {
        String plain = "plain text: 100 % (a|b) <x>";
        assertSame(plain, VisibleText.oneLine(plain));
        assertEquals(
                "Gr\u00fc\u00dfe \u20ac \ud83d\ude00 \u65e5\u672c",
                VisibleText.oneLine("Gr\u00fc\u00dfe \u20ac \ud83d\ude00 \u65e5\u672c"));
    }

    @Test
    void writesHiddenSignsByTheirNumber() {
        assertEquals("[U+001B]]0;owned[U+0007]", VisibleText.oneLine("\u001b]0;owned\u0007"));
        assertEquals("[U+009B]2J", VisibleText.oneLine("\u009b2J"));
        assertEquals(
                "a[U+202E]b[U+2066]c[U+200B]d[U+FEFF][U+00AD]",
                VisibleText.oneLine("a\u202eb\u2066c\u200bd\ufeff\u00ad"));
        assertEquals("[U+D800]x[U+E0041]", VisibleText.oneLine("\ud800x\udb40\udc41"));
        assertEquals("a[U+2028]b[U+3164]", VisibleText.oneLine("a\u2028b\u3164"));
    }

    @Test
    void keepsLinesOnlyWhereTheyBelong() {
        assertEquals("a b  c d", VisibleText.oneLine("a\nb\r\nc\td"));
        assertEquals("a\nb\nc\td", VisibleText.lines("a\nb\r\nc\td"));
        assertFalse(VisibleText.lines("a\u0085b\u000bc").contains("\u0085"));
    }

    @Test
    void nothingIsLeftThatControlsATerminal() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String shown = VisibleText.oneLine("a" + Character.toString(c) + "b");
            shown.codePoints().forEach(left -> assertFalse(VisibleText.isHidden(left)));
        }
    }
}
