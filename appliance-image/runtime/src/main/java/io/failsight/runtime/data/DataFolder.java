package io.failsight.runtime.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The data folder and its layout:
 *
 * <pre>
 * VERSION          format of this folder, one whole number
 * failsight.yaml   what is the operator's (.failsight.in-force.yaml: as it was checked at the start)
 * secrets/         ca.crt ca.key server.crt server.key opensearch.token stream-token users.yaml (files 0600)
 * journal/         the collector's journal
 * opensearch/      the indices
 * engine/          failsight.db: signals, incidents, what is to be sent
 * logs/            &lt;part&gt;.out, &lt;part&gt;.out.1 ...
 * run/             lock, control (only while running)
 * </pre>
 *
 * All folders are 0700. Thread-safe: holds only the path.
 *
 * @param path absolute path
 */
public record DataFolder(Path path) {
    /** The format this program writes. */
    public static final int FORMAT = 1;

    public DataFolder {
        path = path.toAbsolutePath().normalize();
    }

    public Path config() {
        return path.resolve("failsight.yaml");
    }

    /**
     * The settings that are in force: those that were checked at the start, which parts read when they are started again, whatever became of {@link
     * #config} meanwhile. Beside it, so that relative paths mean the same.
     */
    public Path settingsInForce() {
        return path.resolve(".failsight.in-force.yaml");
    }

    public Path secrets() {
        return path.resolve("secrets");
    }

    public Path journal() {
        return path.resolve("journal");
    }

    public Path opensearch() {
        return path.resolve("opensearch");
    }

    public Path engine() {
        return path.resolve("engine");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    public Path run() {
        return path.resolve("run");
    }

    public Path version() {
        return path.resolve("VERSION");
    }

    /**
     * Makes what is missing and closes what others could read.
     *
     * @throws DataFolderException when it is of a newer format, is something else, or cannot be written
     */
    public void prepare() throws DataFolderException {
        refuseOtherFormats();
        try {
            makePrivate(path);
            for (Path folder : new Path[] {secrets(), journal(), opensearch(), engine(), logs(), run()}) {
                makePrivate(folder);
            }
            if (!Files.exists(version())) {
                write(version(), FORMAT + "\n");
            }
        } catch (IOException e) {
            throw new DataFolderException("The data folder " + path + " cannot be written (" + reason(e)
                    + "): give this account access to it or choose another with --data DIR.");
        }
    }

    /**
     * Looks whether this program may use the folder; a folder that is not there yet is fine.
     *
     * @throws DataFolderException when it is of a newer format or something else
     */
    public void refuseOtherFormats() throws DataFolderException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new DataFolderException(path + " is a file: choose a folder with --data DIR.");
        }
        int found = FORMAT;
        try {
            if (Files.exists(version())) {
                found = Integer.parseInt(Files.readString(version()).strip());
            }
        } catch (IOException | NumberFormatException e) {
            throw new DataFolderException(version() + " cannot be read as a number (" + reason(e)
                    + "): restore it (this Failsight writes " + FORMAT + ") or choose another folder with --data DIR.");
        }
        if (found > FORMAT) {
            throw new DataFolderException("The data folder " + path + " is of format " + found
                    + ", this Failsight knows formats up to " + FORMAT
                    + ": use the newer Failsight that wrote it, or another folder with --data DIR.");
        }
    }

    private static void makePrivate(Path folder) throws IOException {
        Files.createDirectories(folder);
        var wanted = PosixFilePermissions.fromString("rwx------");
        if (!Files.getPosixFilePermissions(folder).equals(wanted)) {
            Files.setPosixFilePermissions(folder, wanted);
        }
        if (!Files.isWritable(folder)) {
            throw new IOException(folder + " is not writable");
        }
    }

    /** Writes a file as 0600, whole or not at all: first beside it, forced to disk, then renamed. */
    public static void write(Path file, String content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Puts a file aside under a name of its own, as it is, and returns that. */
    public static Path putAside(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged-1");
        for (int number = 2; Files.exists(aside); number++) {
            aside = file.resolveSibling(file.getFileName() + ".damaged-" + number);
        }
        return Files.move(file, aside);
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
