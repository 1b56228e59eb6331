package io.failsight.collector.receive.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.LineFeeds;
import io.failsight.collector.intake.RecordReader;
import io.failsight.collector.receive.syslog.SyslogFrameReader;
import io.failsight.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Hostile streams through the readers of frames: the same records however the stream is cut, and no byte unaccounted for. */
final class FrameFuzzTest {
    private static final int MAX = 60;
    private static final String[] SAMPLES = {
        "<1>one\n<2>two\r\n\n<3>three",
        "8 <1>a\nb c17 <34>1 - - - - - x\n",
        "<1>a\n4 <2>b4 <3>c<4>d\n",
        "12 plain words\n0 \n",
        "9999999 <1>never\n",
        "5 <1>ab\n\0\r\n6 <1>abc  \n\n"
    };
    private static final String[] WORDS = {
        "1 <", "4 <1>a", "\n", "\r\n", "\0", " ", "99999999 ", "9999999 <", "60 ", "61 <", "<1>", "0 "
    };

    private record Read(List<String> records, int cut, long skipped) {}

    private static Read whole(FrameReader reader, byte[] stream) {
        return read(reader, stream, left -> left);
    }

    private static Read pieces(FrameReader reader, byte[] stream, Random random) {
        return read(reader, stream, left -> Math.min(left, 1 + random.nextInt(random.nextInt(8) == 0 ? 4_000 : 40)));
    }

    /** Runs a stream through a reader as a connection does; {@code next} says how much of what is left comes. */
    private static Read read(FrameReader reader, byte[] stream, IntUnaryOperator next) {
        List<String> records = new ArrayList<>();
        Frames frames = new Frames();
        byte[] left = new byte[0];
        int at = 0;
        int cut = 0;
        long skipped = 0;
        boolean ended = false;
        while (!ended) {
            ended = at == stream.length;
            int count = ended ? 0 : next.applyAsInt(stream.length - at);
            byte[] buffer = Arrays.copyOf(left, left.length + count + 1);
            System.arraycopy(stream, at, buffer, left.length, count);
            int end = buffer.length - 1;
            at += count;
            int start = 0;
            do {
                frames.clear();
                reader.read(buffer, start, end, ended, frames);
                collect(frames, records);
                cut += frames.cutRecords();
                skipped += frames.skippedBytes();
                assertTrue(frames.consumed() >= 0 && start + frames.consumed() <= end, "consumes what is there");
                start += frames.consumed();
            } while (frames.consumed() > 0 && start < end);
            left = Arrays.copyOfRange(buffer, start, end);
            assertTrue(left.length < 2 * MAX + 20, "keeps at most a frame, kept " + left.length);
        }
        assertEquals(0, left.length, "takes everything at the end");
        return new Read(records, cut, skipped);
    }

    private static void collect(Frames frames, List<String> records) {
        int before = records.size();
        if (frames.records() > 0) {
            RecordReader reader = new RecordReader();
            reader.reset(frames.framing(), frames.array(), frames.offset(), frames.length());
            while (reader.next()) {
                assertTrue(reader.length() <= MAX, "no record is longer than allowed");
                records.add(new String(frames.array(), reader.offset(), reader.length(), StandardCharsets.ISO_8859_1));
            }
        }
        assertEquals(frames.records(), records.size() - before, "counts exactly");
    }

    private static void sameHoweverCut(Supplier<FrameReader> reader, byte[] stream, Read whole) {
        for (int seed = 0; seed < 3; seed++) {
            assertEquals(whole, pieces(reader.get(), stream, new Random(seed)), "the same however it is cut");
        }
    }

    /** What lines are, said once more and simply. */
    private static Read lines(byte[] stream) {
        List<String> records = new ArrayList<>();
        int cut = 0;
        long skipped = 0;
        for (int from = 0; from < stream.length; ) {
            int to = from;
            while (to < stream.length && stream[to] != '\n') {
                to++;
            }
            int end = Math.min(to, from + MAX);
            if (to > end) {
                cut++;
                skipped += to - end;
            }
            if (!LineFeeds.isBlank(stream, from, end)) {
                records.add(new String(stream, from, end - from, StandardCharsets.ISO_8859_1));
            }
            from = to + 1;
        }
        return new Read(records, cut, skipped);
    }

    @Test
    void linesAreWhatStandsBetweenLineFeeds() {
        Supplier<FrameReader> reader = () -> new LineFrameReader(MAX);
        Fuzz.of("lines").samples(SAMPLES).words(WORDS).cases(10_000).run(input -> {
            Read whole = whole(reader.get(), input);
            assertEquals(lines(input), whole);
            sameHoweverCut(reader, input, whole);
        });
    }

    @Test
    void withoutOctetCountingSyslogIsLines() {
        Fuzz.of("syslog-lines")
                .samples(SAMPLES)
                .words(WORDS)
                .cases(4_000)
                .run(input -> assertEquals(lines(input), whole(new SyslogFrameReader(MAX, false), input)));
    }

    @Test
    void syslogFramesAreTheSameHoweverTheyArrive() {
        Supplier<FrameReader> reader = () -> new SyslogFrameReader(MAX, true);
        Fuzz.of("syslog-frames").samples(SAMPLES).words(WORDS).cases(15_000).run(input -> {
            Read whole = whole(reader.get(), input);
            long kept = whole.records().stream().mapToLong(String::length).sum() + whole.skipped();
            assertTrue(kept <= input.length, "makes no bytes up");
            assertTrue(kept >= letters(input), "no letter is lost without being counted");
            sameHoweverCut(reader, input, whole);
        });
    }

    /** Letters belong to no frame's header. */
    private static long letters(byte[] text) {
        int letters = 0;
        for (byte c : text) {
            letters += c >= 'a' && c <= 'z' ? 1 : 0;
        }
        return letters;
    }
}
