package io.failsight.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String escaped(byte[] bytes) {
        Bytes out = new Bytes(8);
        JsonText.quote(bytes, 0, bytes.length, out);
        return out.toString();
    }

    private static String escaped(String text) {
        return escaped(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                plain text 123         | "plain text 123"
                say "hi"               | "say \\"hi\\""
                C:\\safekit\\var       | "C:\\\\safekit\\\\var"
                Grüße aus Köln 🚨      | "Grüße aus Köln 🚨"
                """)
    void escapesWhatJsonAsksFor(String text, String expected) {
        assertEquals(expected, escaped(text));
    }

    @Test
    void escapesEveryControlCharacterAndTheDelCharacterStaysPlain() throws Exception {
        for (int c = 0; c < 0x20; c++) {
            String text = "before" + (char) c + "after, long enough for the fast path";
            assertEquals(text, JSON.readValue(escaped(text), String.class));
        }
        assertEquals("\"\u007f\"", escaped("\u007f"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyByteSequenceBecomesTheTextThatADecoderReads(long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            // Mostly ASCII, so that runs of plain text and well-formed sequences occur too
            for (int i = 0; i < bytes.length; i++) {
                if (random.nextInt(4) > 0) {
                    bytes[i] = (byte) (0x20 + random.nextInt(0x5F));
                }
            }
            String read = JSON.readValue(escaped(bytes), String.class);
            assertEquals(lenient(bytes), read.replaceAll("\uFFFD+", "\uFFFD"), () -> "seed " + seed);
        }
    }

    /** The JDK may replace several malformed bytes by one U+FFFD, so runs are folded before they are compared. */
    private static String lenient(byte[] bytes) throws Exception {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        return decoder.decode(ByteBuffer.wrap(bytes)).toString().replaceAll("\uFFFD+", "\uFFFD");
    }
}
