package io.failsight.collector.receive.filetail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the file system says of a path, links followed. Immutable.
 *
 * @param identity which file it is
 * @param size bytes
 * @param modified last change of its content (of its entries, for a directory)
 * @param born when it was made; its last change where the file system does not know
 * @param isRegular a file with content
 * @param isDirectory a directory
 */
record FileStatus(
        Identity identity, long size, FileTime modified, FileTime born, boolean isRegular, boolean isDirectory) {
    private static final String ATTRIBUTES =
            "unix:dev,ino,size,lastModifiedTime,creationTime,isRegularFile,isDirectory";

    /** Names a file among those that exist at the same time; numbers are given again when a file is gone. */
    record Identity(long device, long inode) {}

    /**
     * Asks the file system; null when there is no such file.
     *
     * @throws IOException when it may not be asked
     */
    static @Nullable FileStatus of(Path path) throws IOException {
        Map<String, Object> attributes;
        try {
            attributes = Files.readAttributes(path, ATTRIBUTES);
        } catch (NoSuchFileException e) {
            return null;
        }
        FileTime modified = (FileTime) value(attributes, "lastModifiedTime");
        return new FileStatus(
                new Identity(
                        ((Number) value(attributes, "dev")).longValue(),
                        ((Number) value(attributes, "ino")).longValue()),
                ((Number) value(attributes, "size")).longValue(),
                modified,
                (FileTime) value(attributes, "creationTime"),
                (Boolean) value(attributes, "isRegularFile"),
                (Boolean) value(attributes, "isDirectory"));
    }

    private static Object value(Map<String, Object> attributes, String name) {
        Object value = attributes.get(name);
        if (value == null) {
            throw new IllegalStateException("the file system does not say \"" + name + "\" of a file");
        }
        return value;
    }
}
