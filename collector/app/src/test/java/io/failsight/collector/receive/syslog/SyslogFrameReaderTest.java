package io.failsight.collector.receive.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.RecordReader;
import io.failsight.collector.receive.tcp.FrameReader;
import io.failsight.collector.receive.tcp.Frames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SyslogFrameReaderTest {
    private static final int MAX = 40;

    /** Runs a stream through a reader as a connection does, cut at random places. */
    private static List<String> run(FrameReader reader, byte[] stream, Random random) {
        List<String> records = new ArrayList<>();
        Frames frames = new Frames();
        byte[] buffer = new byte[0];
        int at = 0;
        boolean ended = false;
        while (!ended) {
            int count = random.nextInt(12) == 0 ? stream.length : 1 + random.nextInt(30);
            int to = Math.min(stream.length, at + count);
            ended = at == stream.length;
            int kept = buffer.length;
            buffer = Arrays.copyOf(buffer, kept + to - at);
            System.arraycopy(stream, at, buffer, kept, to - at);
            at = to;
            int end = buffer.length;
            byte[] room = Arrays.copyOf(buffer, end + 1);
            int start = 0;
            do {
                frames.clear();
                reader.read(room, start, end, ended, frames);
                collect(frames, records);
                start += frames.consumed();
            } while (frames.consumed() > 0 && start < end);
            buffer = Arrays.copyOfRange(room, start, end);
            assertTrue(buffer.length < 3 * MAX + 20, "keeps at most a frame, kept " + buffer.length);
        }
        assertEquals(0, buffer.length, "takes everything at the end");
        return records;
    }

    private static void collect(Frames frames, List<String> records) {
        if (frames.records() == 0) {
            return;
        }
        int before = records.size();
        RecordReader reader = new RecordReader();
        reader.reset(frames.framing(), frames.array(), frames.offset(), frames.length());
        while (reader.next()) {
            records.add(new String(frames.array(), reader.offset(), reader.length(), StandardCharsets.ISO_8859_1));
        }
        assertEquals(frames.records(), records.size() - before, "counts exactly");
    }

    private static List<String> read(String stream) {
        return run(new SyslogFrameReader(MAX, true), stream.getBytes(StandardCharsets.ISO_8859_1), new Random(1));
    }

    @Test
    void tellsFramingsApartFrameByFrame() {
        assertEquals(List.of("<1>a", "<2>b", "<3>c", "<4>d"), read("<1>a\n4 <2>b4 <3>c<4>d\n"));
    }

    @Test
    void keepsLineFeedsInsideCountedFrames() {
        assertEquals(List.of("<1>a\nb", "<1>c"), read("6 <1>a\nb4 <1>c"));
    }

    @Test
    void dropsTrailersAndBlankFrames() {
        assertEquals(List.of("<1>a\r", "<1>b", "<1>c"), read("\r\n<1>a\r\n\0\n5 <1>b\0 2 \r\n5 <1>c\n\n  \n"));
    }

    @Test
    void readsALineThatStartsWithANumberAsLine() {
        assertEquals(
                List.of("47084 Nov 23 11:26", "2010-08-30T23", "12"), read("47084 Nov 23 11:26\n2010-08-30T23\n12"));
    }

    @Test
    void readsHostileLengthsAsLinesOrKeepsTheirBeginning() {
        assertEquals(List.of("99999999999 <1>a", "<2>b"), read("99999999999 <1>a\n<2>b\n"));
        assertEquals(List.of("0 <1>a", "<2>b"), read("0 <1>a\n<2>b\n"));
        assertEquals(List.of("<1>" + "x".repeat(MAX - 3), "<2>b"), read("100 <1>" + "x".repeat(97) + "4 <2>b"));
        assertEquals(List.of("<1>short"), read("9999999 <1>short"));
    }

    @Test
    void readsLinesOnlyWhenTold() {
        byte[] stream = "4 <2>b\nx\n".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(List.of("4 <2>b", "x"), run(new SyslogFrameReader(MAX, false), stream, new Random(1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void givesTheSameRecordsHoweverTheStreamIsCut(long seed) {
        Random random = new Random(seed);
        StringBuilder stream = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String message = "<" + random.nextInt(192) + ">" + "m".repeat(random.nextInt(MAX - 6)) + i % 10;
            boolean counted = random.nextInt(3) == 0;
            expected.add(message);
            stream.append(counted ? message.length() + " " + message : message + "\n");
            if (random.nextInt(10) == 0) {
                stream.append(counted ? "\0" : "\n");
            }
        }
        byte[] bytes = stream.toString().getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(expected, run(new SyslogFrameReader(MAX, true), bytes, random), "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void neverFailsOnRandomBytes(long seed) {
        Random random = new Random(seed);
        byte[] alphabet = "\n\n\r\0 <>0123456789ab\377".getBytes(StandardCharsets.ISO_8859_1);
        for (int round = 0; round < 200; round++) {
            byte[] stream = new byte[random.nextInt(300)];
            for (int i = 0; i < stream.length; i++) {
                stream[i] = alphabet[random.nextInt(alphabet.length)];
            }
            List<String> once = run(new SyslogFrameReader(MAX, true), stream, new Random(seed + round));
            List<String> again = run(new SyslogFrameReader(MAX, true), stream, new Random(seed - round - 1));
            assertEquals(once, again, "seed " + seed + " round " + round);
        }
    }

    /** What a sender of nothing but line feeds could cost: each of them looked at all the others. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void looksAtBlankBytesAFewTimesOnly() {
        SyslogFrameReader reader = new SyslogFrameReader(64 << 10, true);
        byte[] buffer = new byte[(4 << 20) + 1];
        Arrays.fill(buffer, (byte) '\n');
        byte[] line = "<13>abc\n".getBytes(StandardCharsets.US_ASCII);
        int to = buffer.length - 1;
        System.arraycopy(line, 0, buffer, to - line.length, line.length);

        List<String> records = new ArrayList<>();
        Frames frames = new Frames();
        int at = 0;
        do {
            frames.clear();
            reader.read(buffer, at, to, false, frames);
            collect(frames, records);
            at += frames.consumed();
        } while (frames.consumed() > 0 && at < to);

        assertEquals(List.of("<13>abc"), records);
        assertEquals(to, at);
    }
}
