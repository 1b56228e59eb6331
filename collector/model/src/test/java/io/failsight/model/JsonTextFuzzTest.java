package io.failsight.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.fuzz.Fuzz;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class JsonTextFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void anyBytesBecomeAJsonStringThatSaysTheSame() {
        Fuzz.of("json-text")
                .samples(
                        "plain text of some length",
                        "quotes \" and \\ back\u0000slashes\n\t\r\u001f",
                        "gr\u00fc\u00df \u20ac \ud83d\ude00 \u2028")
                .words("\"", "\\", "\\u0000", "\u2028", "</script>")
                .cases(20_000)
                .run(input -> {
                    Bytes out = new Bytes(16);
                    JsonText.quote(input, 0, input.length, out);
                    byte[] json = out.toByteArray();
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(json));
                    assertEquals(mended(input), JSON.readTree(json).textValue());
                });
    }

    @Test
    void cutsKeepWholeCharactersAndNoMoreThanTheLimit() {
        Fuzz.of("utf8-cut")
                .samples("gr\u00fc\u00df \u20ac \ud83d\ude00 \u2028 end")
                .cases(10_000)
                .run(input -> {
                    String text = new String(input, StandardCharsets.UTF_8);
                    byte[] sound = text.getBytes(StandardCharsets.UTF_8);
                    for (int limit = 0; limit < Math.min(40, sound.length + 2); limit++) {
                        int cut = Utf8.cut(sound, 0, sound.length, limit);
                        assertTrue(cut <= limit && cut >= Math.min(limit, sound.length) - 3);
                        assertTrue(text.startsWith(new String(sound, 0, cut, StandardCharsets.UTF_8)));
                    }
                    int cut = Utf8.cut(input, 0, input.length, input.length / 2);
                    assertTrue(cut >= 0 && cut <= input.length / 2);
                });
    }

    /** Every byte that is in no well-formed sequence is a replacement character of its own. */
    private static String mended(byte[] input) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(input);
        CharBuffer out = CharBuffer.allocate(input.length + 1);
        while (in.hasRemaining()) {
            if (decoder.reset().decode(in, out, true).isError()) {
                in.position(in.position() + 1);
                out.put('\ufffd');
            }
        }
        return out.flip().toString();
    }
}
