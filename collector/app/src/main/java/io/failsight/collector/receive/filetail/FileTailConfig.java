package io.failsight.collector.receive.filetail;

import io.failsight.collector.receive.filetail.text.TextEncoding;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which files are followed, and how. Immutable.
 *
 * @param patterns absolute paths with {@code *}, {@code ?}, <code>{a,b}</code>, {@code [a-z]} and {@code **} (any depth, also none)
 * @param excludes patterns of files that are left alone although {@code patterns} names them
 * @param encoding the encoding of all files, null to find it out for each
 * @param startTailBytes how much of the end is read of files that are there when the appliance first starts (and of files that were
 *     there while it ran and that it does not remember); files that appear later are read from their beginning
 * @param maxLineBytes longest line kept whole; of longer ones the beginning is kept and they are counted
 * @param maxRecordBytes a record of several lines ends before it gets longer
 * @param maxRecordLines a record of several lines ends there
 * @param readBytes what one file gets in a round before the next file's turn
 * @param maxFiles files followed at a time; further ones are counted and wait
 * @param maxOpenFiles files open at a time; beyond it the one that was quiet for longest is closed and only its size watched
 * @param timing how often and how long
 */
public record FileTailConfig(
        List<String> patterns,
        List<String> excludes,
        @Nullable TextEncoding encoding,
        long startTailBytes,
        int maxLineBytes,
        int maxRecordBytes,
        int maxRecordLines,
        int readBytes,
        int maxFiles,
        int maxOpenFiles,
        Timing timing) {
    /** Id of the receiver. */
    public static final String ID = "file";
    /** 256 KiB, some thousand lines: the page shows something at once, and a gigabyte of old days is not swallowed. */
    public static final long DEFAULT_START_TAIL_BYTES = 256 << 10;
    /** 1 MiB. */
    public static final int DEFAULT_MAX_LINE_BYTES = 1 << 20;
    /** 1 MiB. */
    public static final int DEFAULT_MAX_RECORD_BYTES = 1 << 20;
    /** Java stack traces end at 1,024 frames a cause; causes come on top. */
    public static final int DEFAULT_MAX_RECORD_LINES = 2_000;
    /** 512 KiB a round: at one journal write each 5 ms some 100 MB a second for a file that is alone. */
    public static final int DEFAULT_READ_BYTES = 512 << 10;
    /**
     * No more than whose positions the journal remembers (1 MiB of cursors), else a restart would read the ends of the others again or
     * leave them out. About 2 KB of heap and one look at the size each second for a file.
     */
    public static final int DEFAULT_MAX_FILES = 2_000;
    /** Half of the 1,024 file handles that a process gets when nobody says more. */
    public static final int DEFAULT_MAX_OPEN_FILES = 512;

    /**
     * How often and how long.
     *
     * @param poll pause between looks at the open files: the usual delay of an entry
     * @param scan pause between looks for new files, and at closed ones
     * @param quiet a record of several lines ends when nothing follows for so long
     * @param rotationGrace how long a rotated file must be quiet before the new one is read: its writer may still hold it
     * @param idleClose a file that is quiet for so long is closed and only its size watched
     * @param consumerPatience how long the consumer may take for a batch
     * @param stopPatience how long {@code close} waits for the batch that is under way
     */
    public record Timing(
            Duration poll,
            Duration scan,
            Duration quiet,
            Duration rotationGrace,
            Duration idleClose,
            Duration consumerPatience,
            Duration stopPatience) {
        /** Looks each 200 ms, new files within 1 s, records closed after 1 s, rotated files given 2 s, closed after 5 min. */
        public static Timing usual() {
            return new Timing(
                    Duration.ofMillis(200),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5));
        }
    }

    public FileTailConfig {
        patterns = List.copyOf(patterns);
        excludes = List.copyOf(excludes);
        for (String pattern : patterns) {
            if (!pattern.startsWith("/")) {
                throw new IllegalArgumentException(
                        ID + ": the pattern \"" + pattern + "\" must be an absolute path, such as /var/log/*.log");
            }
        }
        if (startTailBytes < 0 || maxLineBytes < 16 || maxRecordBytes < 16 || maxRecordLines < 1 || readBytes < 16) {
            throw new IllegalArgumentException(ID + ": sizes must be at least 16 bytes, records at least one line");
        }
        if (maxLineBytes > 2 << 20 || maxRecordBytes > 2 << 20) {
            throw new IllegalArgumentException(ID + ": lines and records longer than 2 MiB do not fit a batch");
        }
        if (maxFiles < 1 || maxOpenFiles < 1) {
            throw new IllegalArgumentException(ID + ": maxFiles and maxOpenFiles must be at least 1");
        }
    }

    /** The default limits. */
    public static FileTailConfig of(List<String> patterns) {
        return new FileTailConfig(
                patterns,
                List.of(),
                null,
                DEFAULT_START_TAIL_BYTES,
                DEFAULT_MAX_LINE_BYTES,
                DEFAULT_MAX_RECORD_BYTES,
                DEFAULT_MAX_RECORD_LINES,
                DEFAULT_READ_BYTES,
                DEFAULT_MAX_FILES,
                DEFAULT_MAX_OPEN_FILES,
                Timing.usual());
    }
}
