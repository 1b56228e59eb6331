package io.failsight.collector.ledger;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** One line of the ledger's file: words between blanks, a checksum behind them, so that damage costs one line. Not thread-safe. */
final class Line {
    private static final String EMPTY = "%";

    private final StringBuilder text = new StringBuilder(256);

    Line add(String value) {
        text.append(value.isEmpty() ? EMPTY : URLEncoder.encode(value, StandardCharsets.UTF_8))
                .append(' ');
        return this;
    }

    Line add(long value) {
        text.append(value).append(' ');
        return this;
    }

    @Override
    public String toString() {
        return text + checksum(text.toString()) + "\n";
    }

    private static String checksum(String words) {
        CRC32C sum = new CRC32C();
        sum.update(words.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    /** Reads the words of a line one after another. */
    static final class Reader {
        private final String[] words;
        private int next;

        private Reader(String[] words) {
            this.words = words;
        }

        /** A reader of a line; null when its checksum says that it is damaged. */
        static @Nullable Reader of(String line) {
            int end = line.lastIndexOf(' ') + 1;
            if (end == 0 || !checksum(line.substring(0, end)).equals(line.substring(end))) {
                return null;
            }
            return new Reader(line.substring(0, end).split(" "));
        }

        boolean hasMore() {
            return next < words.length;
        }

        /** @throws IllegalArgumentException when there is no such word: another version wrote it */
        String text() {
            if (next >= words.length) {
                throw new IllegalArgumentException("the line ends too early");
            }
            String word = words[next++];
            return word.equals(EMPTY) ? "" : URLDecoder.decode(word, StandardCharsets.UTF_8);
        }

        /** @throws IllegalArgumentException when it is no number */
        long number() {
            return Long.parseLong(text());
        }
    }
}
