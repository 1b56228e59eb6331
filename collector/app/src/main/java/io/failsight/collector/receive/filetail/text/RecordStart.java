package io.failsight.collector.receive.filetail.text;

import java.nio.charset.StandardCharsets;

/** Says which lines of a file begin a record; the others belong to the record before them. Called by one thread at a time. */
@FunctionalInterface
public interface RecordStart {
    /**
     * Whether a line begins a record.
     *
     * @param file absolute path of the file
     * @param bytes array that holds the line as UTF-8, without its line end
     * @param offset where the line starts
     * @param length bytes of the line, 0 for an empty one
     */
    boolean begins(String file, byte[] bytes, int offset, int length);

    /** What holds for most programs: empty lines, indented lines and what stack traces go on with do not begin a record. */
    static RecordStart usual() {
        byte[][] continuing = {bytes("Caused by:"), bytes("at "), bytes("...")};
        return (file, line, offset, length) -> {
            if (length == 0 || line[offset] == ' ' || line[offset] == '\t') {
                return false;
            }
            for (byte[] prefix : continuing) {
                if (startsWith(line, offset, length, prefix)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static boolean startsWith(byte[] line, int offset, int length, byte[] prefix) {
        if (length < prefix.length || line[offset] != prefix[0]) {
            return false;
        }
        return java.util.Arrays.equals(line, offset, offset + prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
