package io.failsight.runtime.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Output of a part in files of bounded size: {@code x.out}, then {@code x.out.1} (younger) to {@code x.out.N}. Rotates
 * by renaming, at a line end where there is one. A full disk loses output and never stops the part. Not thread-safe.
 */
public final class RotatingLog implements AutoCloseable {
    private final Path file;
    private final long maxBytes;
    private final int keep;
    private @Nullable OutputStream stream;
    private long writtenBytes;

    /** {@code keep} old files of about {@code maxBytes} each stay beside the current one. */
    public RotatingLog(Path file, long maxBytes, int keep) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.keep = keep;
    }

    /** Appends, rotating before the line that would pass the limit. */
    public void write(byte[] bytes, int length) {
        try {
            if (writtenBytes + length > maxBytes && writtenBytes > 0) {
                int lineEnd = indexOfLineEnd(bytes, length);
                append(bytes, 0, lineEnd);
                rotate();
                append(bytes, lineEnd, length - lineEnd);
            } else {
                append(bytes, 0, length);
            }
        } catch (IOException e) {
            close(); // tried again with the next write
        }
    }

    private void append(byte[] bytes, int from, int length) throws IOException {
        OutputStream open = stream;
        if (open == null) {
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            open = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            stream = open;
            writtenBytes = Files.size(file);
        }
        open.write(bytes, from, length);
        writtenBytes += length;
    }

    private void rotate() throws IOException {
        close();
        for (int i = keep; i > 0; i--) {
            Path from = i == 1 ? file : file.resolveSibling(file.getFileName() + "." + (i - 1));
            if (Files.exists(from)) {
                Path to = file.resolveSibling(file.getFileName() + "." + i);
                Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        writtenBytes = 0;
    }

    private static int indexOfLineEnd(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return length;
    }

    @Override
    public void close() {
        OutputStream open = stream;
        stream = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                writtenBytes = 0; // nothing more can be done for these bytes
            }
        }
    }
}
