package io.failsight.collector.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The ledger on disk: one file, replaced as a whole. Each line has a checksum of its own: a damaged one costs its source's history, a damaged first
 * one costs what the numbers said across the restart. Nothing in it can keep the collector from starting. Used by one thread.
 */
public final class LedgerFile {
    static final String HEAD = "sources-1";
    static final String SOURCE = "s";
    static final String REFUSED = "r";
    static final String LOSS = "l";
    /** A file of all lines with all their gaps; more than that was not written here. */
    private static final long MAX_BYTES = 256L << 20;

    private final Path path;
    private final Path next;
    private long savedOffset = -1;

    /** @param path the file; its folder is made when needed */
    public LedgerFile(Path path) {
        this.path = path;
        this.next = path.resolveSibling(path.getFileName() + ".new");
    }

    /**
     * What reading found.
     *
     * @param positioned whether the place in the journal is known
     * @param damaged lines that were passed over
     */
    public record Loaded(boolean positioned, int damaged) {}

    /** Fills an empty ledger; a file that is not there, or not readable, leaves it empty. */
    public Loaded load(SourceLedger ledger) {
        String text;
        try {
            if (Files.size(path) > MAX_BYTES) {
                return new Loaded(false, 1);
            }
            text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return new Loaded(false, 0);
        } catch (IOException e) {
            return new Loaded(false, 1);
        }
        int damaged = 0;
        boolean positioned = false;
        boolean isFirst = true;
        for (String line : text.lines().toList()) {
            Line.Reader words = Line.Reader.of(line);
            boolean isRead = words != null && read(words, ledger);
            damaged += isRead ? 0 : 1;
            positioned |= isFirst && isRead && line.startsWith(HEAD + " ");
            isFirst = false;
        }
        return new Loaded(positioned, damaged);
    }

    private static boolean read(Line.Reader words, SourceLedger ledger) {
        try {
            ledger.read(words);
            return true;
        } catch (IllegalArgumentException e) {
            return false; // another version wrote it
        }
    }

    /**
     * Writes the ledger if anything came since the last time; what was there stays until the new file is whole on disk.
     *
     * @return up to where in the journal the file knows all
     * @throws IOException when it cannot be written; the former file is still there
     */
    public SourceLedger.Position save(SourceLedger ledger) throws IOException {
        SourceLedger.Position position;
        String text;
        synchronized (ledger) {
            position = ledger.position();
            if (position.offset() == savedOffset) {
                return position;
            }
            text = ledger.text();
        }
        Files.createDirectories(path.toAbsolutePath().getParent());
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        savedOffset = position.offset();
        return position;
    }
}
