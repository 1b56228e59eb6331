package io.failsight.collector.decode.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Whatever stands where a time should: it is read as {@code java.time} reads it, or it is none. */
final class TimeFuzzTest {
    private static final LocalZone BERLIN = new LocalZone(ZoneId.of("Europe/Berlin"));
    private static final long NOW = 1_795_168_800_000_000_000L;
    private static final String RFC_3339 =
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)";

    private static byte[] guarded(byte[] input) {
        byte[] bytes = new byte[input.length + 40];
        Arrays.fill(bytes, (byte) '7');
        System.arraycopy(input, 0, bytes, 10, input.length);
        return bytes;
    }

    @Test
    void isoTimes() {
        IsoTime used = new IsoTime(BERLIN);
        Fuzz.of("iso-time")
                .samples(
                        "2026-11-20T10:00:00Z",
                        "2026-11-20T10:00:00.123456789+01:00",
                        "2026-03-29 02:30:00,5",
                        "2024-02-29T23:59:60-0330")
                .words(
                        "2026",
                        "1970-01-01T00:00:00",
                        "2261-12-31T",
                        "02-29",
                        "-31",
                        "T24:00:00",
                        "+23:59",
                        "-00:00",
                        "Z")
                .cases(20_000)
                .run(input -> {
                    byte[] bytes = guarded(input);
                    int end = 10 + input.length;
                    IsoTime fresh = new IsoTime(BERLIN);
                    boolean isTime = fresh.parse(bytes, 10, end);
                    assertEquals(isTime, used.parse(bytes, 10, end), "whatever was read before");
                    if (!isTime) {
                        return;
                    }
                    assertTrue(fresh.next() > 10 && fresh.next() <= end, "ends within the bytes");
                    assertEquals(fresh.epochNanos(), used.epochNanos());
                    String text = new String(bytes, 10, fresh.next() - 10, StandardCharsets.US_ASCII);
                    if (fresh.isZoned() && text.matches(RFC_3339)) {
                        assertEquals(nanos(text), fresh.epochNanos(), text);
                    }
                });
    }

    private static long nanos(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.toEpochSecond() * 1_000_000_000L + time.getNano();
        } catch (DateTimeException e) {
            throw new AssertionError("java.time knows no such time: " + text, e);
        }
    }

    @Test
    void monthTimes() {
        MonthTime used = new MonthTime(BERLIN);
        Fuzz.of("month-time")
                .samples(
                        "Nov 23 11:26:48",
                        "Fri Nov 20 10:00:00 2026",
                        "2026 Nov  1 00:00:00.123 UTC",
                        "Feb 29 23:59:59",
                        "Dec 31 23:59:60 GMT")
                .words("Jan ", "Feb 30", "Dec", "Mon ", " 2026", " 1969", " 9999", "24:00:00", ".999999999999", " UTC")
                .cases(20_000)
                .run(input -> {
                    byte[] bytes = guarded(input);
                    int end = 10 + input.length;
                    MonthTime fresh = new MonthTime(BERLIN);
                    boolean isTime = fresh.parse(bytes, 10, end, NOW);
                    assertEquals(isTime, used.parse(bytes, 10, end, NOW), "whatever was read before");
                    if (isTime) {
                        assertTrue(fresh.next() > 10 && fresh.next() <= end, "ends within the bytes");
                        assertEquals(fresh.epochNanos(), used.epochNanos());
                        assertEquals(fresh.isComplete(), used.isComplete());
                    }
                });
    }
}
