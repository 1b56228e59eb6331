package io.failsight.collector.receive.filetail.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.failsight.collector.receive.filetail.text.ContentSniffer.Finding;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ContentSnifferTest {
    private static Finding sniff(byte[] bytes) {
        return ContentSniffer.sniff(bytes, bytes.length, null);
    }

    private static Finding text(TextEncoding encoding) {
        return new Finding.Text(encoding);
    }

    @Test
    void tellsEncodings() {
        Finding usual = text(TextEncoding.UTF_8_OR_WINDOWS_1252);
        assertEquals(usual, sniff("hello world\n".getBytes(StandardCharsets.UTF_8)));
        assertEquals(usual, sniff("a\n".getBytes(StandardCharsets.UTF_8)));
        assertEquals(usual, sniff("\u001b[31mred\u001b[0m\n".getBytes(StandardCharsets.UTF_8)));
        assertEquals(usual, sniff(("\0".repeat(100) + "hello\n").getBytes(StandardCharsets.UTF_8)));
        assertEquals(text(TextEncoding.UTF_16LE), sniff("\uFEFFx".getBytes(StandardCharsets.UTF_16LE)));
        assertEquals(text(TextEncoding.UTF_16BE), sniff("\uFEFFx".getBytes(StandardCharsets.UTF_16BE)));
        assertEquals(text(TextEncoding.UTF_16LE), sniff("2026-11-20 hello\r\n".getBytes(StandardCharsets.UTF_16LE)));
    }

    @Test
    void waitsForEnough() {
        assertEquals(new Finding.Undecided(), sniff(new byte[0]));
        assertEquals(new Finding.Undecided(), sniff(new byte[] {'h', 0}));
        assertEquals(new Finding.Undecided(), sniff(new byte[100]));
    }

    @Test
    void knowsWhatIsNoText() {
        assertEquals(new Finding.Binary(), sniff(new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0}));
        assertEquals(new Finding.Binary(), sniff(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1, 0}));
        byte[] wtmp = new byte[384];
        wtmp[0] = 2;
        wtmp[8] = 'p';
        wtmp[9] = 't';
        assertEquals(new Finding.Binary(), sniff(wtmp));
    }
}
