package io.failsight.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes input out of samples: one to eight changes to one of them, of kinds that parsers stumble over. The same random numbers give the
 * same input. Not thread-safe.
 */
final class Mutator {
    /** Longest input: 256 KiB, and only one in some hundred is longer than 64 KiB. */
    static final int MAX_BYTES = 256 << 10;

    private static final int USUAL_MAX_BYTES = 64 << 10;
    private static final int MOST_CHANGES = 8;
    private static final byte[][] NUMBERS = bytes(List.of(
            "0",
            "-1",
            "1",
            "00",
            "007",
            "127",
            "128",
            "255",
            "256",
            "32767",
            "32768",
            "65535",
            "65536",
            "2147483647",
            "2147483648",
            "4294967295",
            "4294967296",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "99999999999999999999999999",
            "1e309",
            "-1e-400",
            "0x10",
            "1.7976931348623157e308",
            "NaN",
            "0.1",
            "1_0",
            "+5"));
    private static final byte[][] BAD_TEXT = {
        {(byte) 0xFF},
        {(byte) 0xC0, (byte) 0x80},
        {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
        {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
        {(byte) 0xE2, (byte) 0x80, (byte) 0xA8},
        {(byte) 0xE2, (byte) 0x80, (byte) 0xAE},
        {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
        {(byte) 0xEF, (byte) 0xBF, (byte) 0xBE},
        {(byte) 0xF0, (byte) 0x9F, (byte) 0x98},
        {(byte) 0xE2, (byte) 0x82},
        {0},
        {0x1B, '[', '2', 'J'},
        {0x7F},
        {(byte) 0x85},
        {(byte) 0xC2, (byte) 0x9B},
        {'\r'},
        {'\n'},
        {'\r', '\n'},
        {'\t'}
    };
    private static final byte[][] OPENINGS =
            bytes(List.of("{", "[", "(", "{\"a\":", "[[", "<", "\"", "\\", "(NOT ", "a:(", "{{", "- ", "? ", "%{"));
    private static final int[] LENGTHS = {
        0, 1, 2, 4, 5, 127, 128, 255, 256, 65_535, 65_536, 1 << 24, Integer.MAX_VALUE, Integer.MIN_VALUE, -1
    };

    private final List<byte[]> samples;
    private final byte[][] words;

    Mutator(List<byte[]> samples, List<byte[]> words) {
        this.samples = List.copyOf(samples);
        this.words = words.toArray(byte[][]::new);
    }

    /** One input. */
    byte[] next(Random random) {
        byte[] input = sample(random);
        int changes = 1 + Math.min(MOST_CHANGES - 1, (int) Math.abs(random.nextGaussian() * 2.5));
        int max = random.nextInt(200) == 0 ? MAX_BYTES : USUAL_MAX_BYTES;
        for (int i = 0; i < changes; i++) {
            input = change(input, random);
            if (input.length > max) {
                input = Arrays.copyOf(input, max);
            }
        }
        return input;
    }

    private byte[] sample(Random random) {
        return samples.get(random.nextInt(samples.size()));
    }

    private byte[] change(byte[] in, Random random) {
        int kind = random.nextInt(22);
        if (in.length == 0 && kind != 3 && kind != 12) {
            kind = 7;
        }
        return switch (kind) {
            case 0, 1 -> flipped(in, random);
            case 2 -> with(in, random.nextInt(in.length), (byte) random.nextInt(256));
            case 3 -> put(in, place(in, random), 0, randomBytes(random));
            case 4 -> removed(in, random);
            case 5 -> repeatedRange(in, random);
            case 6 -> Arrays.copyOf(in, random.nextInt(in.length));
            case 7 -> spliced(in, sample(random), random);
            case 8, 9, 10, 11 -> word(in, random);
            case 12 -> put(in, place(in, random), 0, pick(BAD_TEXT, random));
            case 13, 14 -> number(in, random);
            case 15 -> length(in, random);
            case 16 -> put(in, place(in, random), 0, nested(random));
            case 17 -> put(in, place(in, random), 0, run(random));
            case 18 -> swapped(in, random);
            case 19 -> nearby(in, random);
            case 20 -> put(in, place(in, random), 0, varint(random));
            default -> random.nextInt(40) == 0 ? new byte[0] : duplicatedWhole(in);
        };
    }

    private static int place(byte[] in, Random random) {
        return random.nextInt(in.length + 1);
    }

    private static byte[] pick(byte[][] from, Random random) {
        return from[random.nextInt(from.length)];
    }

    private static byte[] put(byte[] in, int at, int replaced, byte[] what) {
        int behind = Math.min(in.length, at + replaced);
        byte[] out = new byte[at + what.length + in.length - behind];
        System.arraycopy(in, 0, out, 0, at);
        System.arraycopy(what, 0, out, at, what.length);
        System.arraycopy(in, behind, out, at + what.length, in.length - behind);
        return out;
    }

    private static byte[] with(byte[] in, int at, byte value) {
        byte[] out = in.clone();
        out[at] = value;
        return out;
    }

    private static byte[] flipped(byte[] in, Random random) {
        int at = random.nextInt(in.length);
        return with(in, at, (byte) (in[at] ^ 1 << random.nextInt(8)));
    }

    /** One more or one less: lengths and counts that are nearly right. */
    private static byte[] nearby(byte[] in, Random random) {
        int at = random.nextInt(in.length);
        return with(in, at, (byte) (in[at] + (random.nextBoolean() ? 1 : -1)));
    }

    private static byte[] randomBytes(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(8)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] removed(byte[] in, Random random) {
        int at = random.nextInt(in.length);
        int most = random.nextInt(4) == 0 ? in.length - at : Math.min(in.length - at, 16);
        return put(in, at, 1 + random.nextInt(most), new byte[0]);
    }

    private static byte[] repeatedRange(byte[] in, Random random) {
        int from = random.nextInt(in.length);
        int to = Math.min(in.length, from + 1 + random.nextInt(64));
        byte[] piece = Arrays.copyOfRange(in, from, to);
        int times = random.nextInt(10) == 0 ? 1 + random.nextInt(1_000) : 1 + random.nextInt(4);
        byte[] many = new byte[Math.min(USUAL_MAX_BYTES, piece.length * times)];
        for (int i = 0; i < many.length; i++) {
            many[i] = piece[i % piece.length];
        }
        return put(in, place(in, random), 0, many);
    }

    private static byte[] spliced(byte[] in, byte[] other, Random random) {
        int keep = in.length == 0 ? 0 : random.nextInt(in.length + 1);
        int from = other.length == 0 ? 0 : random.nextInt(other.length);
        byte[] tail = Arrays.copyOfRange(other, from, other.length);
        return put(Arrays.copyOf(in, keep), keep, 0, tail);
    }

    private byte[] word(byte[] in, Random random) {
        if (words.length == 0) {
            return flipped(in, random);
        }
        byte[] word = pick(words, random);
        int at = place(in, random);
        return put(in, at, random.nextBoolean() ? 0 : Math.min(word.length, in.length - at), word);
    }

    /** Replaces a run of digits, where there is one behind a random place, by a number at some limit. */
    private static byte[] number(byte[] in, Random random) {
        int from = random.nextInt(in.length);
        while (from < in.length && (in[from] < '0' || in[from] > '9')) {
            from++;
        }
        int to = from;
        while (to < in.length && in[to] >= '0' && in[to] <= '9') {
            to++;
        }
        return put(in, from, to - from, pick(NUMBERS, random));
    }

    /** Replaces four bytes, or two or one, by a length at some limit, in either order of bytes. */
    private static byte[] length(byte[] in, Random random) {
        int value = LENGTHS[random.nextInt(LENGTHS.length)];
        int size = 1 << random.nextInt(3);
        byte[] bytes = new byte[size];
        boolean big = random.nextBoolean();
        for (int i = 0; i < size; i++) {
            bytes[big ? size - 1 - i : i] = (byte) (value >>> 8 * i);
        }
        return put(in, random.nextInt(in.length), size, bytes);
    }

    private static byte[] varint(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(11)];
        Arrays.fill(bytes, (byte) (0x80 | random.nextInt(128)));
        bytes[bytes.length - 1] = (byte) random.nextInt(128);
        return bytes;
    }

    private static byte[] nested(Random random) {
        byte[] opening = pick(OPENINGS, random);
        int times = random.nextInt(8) == 0 ? 5_000 : 1 + random.nextInt(300);
        byte[] many = new byte[opening.length * times];
        for (int i = 0; i < many.length; i++) {
            many[i] = opening[i % opening.length];
        }
        return many;
    }

    private static byte[] run(Random random) {
        byte[] bytes = new byte[random.nextInt(6) == 0 ? random.nextInt(40_000) : 1 + random.nextInt(300)];
        Arrays.fill(
                bytes,
                random.nextInt(3) == 0
                        ? (byte) random.nextInt(256)
                        : (byte) ("a 0\t*?.:=,\\\"".charAt(random.nextInt(12))));
        return bytes;
    }

    private static byte[] swapped(byte[] in, Random random) {
        byte[] out = in.clone();
        int one = random.nextInt(in.length);
        int other = random.nextInt(in.length);
        out[one] = in[other];
        out[other] = in[one];
        return out;
    }

    private static byte[] duplicatedWhole(byte[] in) {
        return put(in, in.length, 0, in);
    }

    private static byte[][] bytes(List<String> texts) {
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }
}
