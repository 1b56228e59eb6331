package io.failsight.collector.receive.filetail.text;

import org.jspecify.annotations.Nullable;

/** Looks at the first bytes of a file: text, in which encoding, or something that is not for reading. Stateless, thread-safe. */
public final class ContentSniffer {
    /** Bytes that are looked at. */
    public static final int SAMPLE_BYTES = 1_024;

    private static final int ENOUGH_BYTES = 4;
    /** First four bytes of gzip (2 used), xz, bzip2 (3 used), zstd, ZIP, ELF and journal files. */
    private static final int[][] MAGICS = {
        {0x1F, 0x8B},
        {0xFD, '7', 'z', 'X'},
        {'B', 'Z', 'h', 0x31, 0x41, 0x59},
        {0x28, 0xB5, 0x2F, 0xFD},
        {'P', 'K', 3, 4},
        {0x7F, 'E', 'L', 'F'},
        {'L', 'P', 'K', 'S', 'H', 'H', 'R', 'H'}
    };

    /** What a file seems to hold. */
    public sealed interface Finding {
        /** Too little to tell. */
        record Undecided() implements Finding {}

        /** Not text. */
        record Binary() implements Finding {}

        /** Text in that encoding. */
        record Text(TextEncoding encoding) implements Finding {}
    }

    private static final Finding UNDECIDED = new Finding.Undecided();
    private static final Finding BINARY = new Finding.Binary();

    private ContentSniffer() {}

    /**
     * Judges a file by its first bytes.
     *
     * @param configured the encoding that the operator says it has, null to find out
     */
    public static Finding sniff(byte[] sample, int length, @Nullable TextEncoding configured) {
        if (isMagic(sample, length)) {
            return BINARY;
        }
        if (configured != null) {
            return new Finding.Text(configured);
        }
        if (TextEncoding.UTF_16LE.markLength(sample, length) > 0) {
            return new Finding.Text(TextEncoding.UTF_16LE);
        }
        if (TextEncoding.UTF_16BE.markLength(sample, length) > 0) {
            return new Finding.Text(TextEncoding.UTF_16BE);
        }
        int from = 0;
        while (from < length && sample[from] == 0) {
            from++;
        }
        boolean fewBytes = length - from < ENOUGH_BYTES;
        if (from == length || fewBytes && !isPlainLine(sample, from, length)) {
            return UNDECIDED;
        }
        if (from == 0 && nulsLikeUtf16(sample, length)) {
            return new Finding.Text(TextEncoding.UTF_16LE);
        }
        return isMostlyControl(sample, from, length) ? BINARY : new Finding.Text(TextEncoding.UTF_8_OR_WINDOWS_1252);
    }

    private static boolean isMagic(byte[] sample, int length) {
        for (int[] magic : MAGICS) {
            int i = 0;
            while (i < magic.length && i < length && (sample[i] & 0xFF) == magic[i]) {
                i++;
            }
            if (i == magic.length) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPlainLine(byte[] sample, int from, int to) {
        for (int i = from; i < to; i++) {
            if (sample[i] == 0) {
                return false;
            }
        }
        return to > from && sample[to - 1] == '\n';
    }

    /** Latin text in UTF-16LE has its zeros at odd places. */
    private static boolean nulsLikeUtf16(byte[] sample, int length) {
        int even = 0;
        int odd = 0;
        for (int i = 0; i + 1 < length; i += 2) {
            even += sample[i] == 0 ? 1 : 0;
            odd += sample[i + 1] == 0 ? 1 : 0;
        }
        int units = length / 2;
        return odd * 10 >= units * 7 && even * 10 <= units;
    }

    private static boolean isMostlyControl(byte[] sample, int from, int to) {
        int controls = 0;
        for (int i = from; i < to; i++) {
            byte value = sample[i];
            boolean usual = value == '\t' || value == '\n' || value == '\r' || value == '\f' || value == 0x1B;
            controls += value >= 0 && value < ' ' && !usual || value == 0x7F ? 1 : 0;
        }
        return controls * 10 > to - from;
    }
}
