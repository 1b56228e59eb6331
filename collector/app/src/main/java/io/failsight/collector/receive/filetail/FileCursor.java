package io.failsight.collector.receive.filetail;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a file goes on after a restart: the text that is journaled with each batch. Immutable.
 *
 * @param identity file that was read; a hint, since inodes are used again
 * @param position byte in the file's own encoding behind the last durable record
 * @param checksum of the {@link Fingerprint} at the position: says whether a file is the one that was read
 * @param isWithinCutLine whether the position lies in a line whose beginning was kept
 * @param millis when it was written, in milliseconds since the epoch
 */
record FileCursor(FileStatus.Identity identity, long position, int checksum, boolean isWithinCutLine, long millis) {
    private static final Pattern TEXT =
            Pattern.compile("1 (\\d{1,19}):(\\d{1,19}) (\\d{1,18}) ([0-9a-f]{1,8}) ([lc]) (\\d{1,18})");

    /** Compact text: version, device:inode, position, checksum, {@code l} (at a line) or {@code c} (within a cut line), time. */
    String text() {
        return "1 " + Long.toUnsignedString(identity.device()) + ":" + Long.toUnsignedString(identity.inode()) + " "
                + position + " " + Integer.toHexString(checksum) + (isWithinCutLine ? " c " : " l ") + millis;
    }

    /** What {@link #text} wrote; null when it is something else. */
    static @Nullable FileCursor parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        try {
            return new FileCursor(
                    new FileStatus.Identity(
                            Long.parseUnsignedLong(matcher.group(1)), Long.parseUnsignedLong(matcher.group(2))),
                    Long.parseLong(matcher.group(3)),
                    Integer.parseUnsignedInt(matcher.group(4), 16),
                    matcher.group(5).equals("c"),
                    Long.parseLong(matcher.group(6)));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Whether an open file is the one that was read, whatever its name and inode. */
    boolean matches(FileChannel channel) throws IOException {
        return channel.size() >= position && Fingerprint.read(channel, position).checksum() == checksum;
    }
}
