package io.failsight.runtime.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A ZIP file that only its owner may read, of texts from which secrets were taken, with a list of what is in it. Not thread-safe. */
final class BundleFile implements AutoCloseable {
    private final ZipOutputStream out;
    private final Redaction redaction;
    private final List<String> contents = new ArrayList<>();

    BundleFile(Path file, Redaction redaction) throws IOException {
        this.redaction = redaction;
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        out = new ZipOutputStream(Files.newOutputStream(file), StandardCharsets.UTF_8);
    }

    /** Adds a text; where it cannot be had, the reason stands in its place. */
    void add(String name, String what, BundleSource source) throws IOException, InterruptedException {
        String text;
        try {
            text = source.read();
        } catch (IOException | RuntimeException e) {
            text = "not available: " + e + "\n";
        }
        byte[] bytes = redaction.clean(text).getBytes(StandardCharsets.UTF_8);
        out.putNextEntry(new ZipEntry("failsight-support/" + name));
        out.write(bytes);
        out.closeEntry();
        contents.add(String.format(java.util.Locale.ROOT, "%-34s %9d bytes  %s", name, bytes.length, what));
    }

    /** What is in it, one line each. */
    List<String> contents() {
        return List.copyOf(contents);
    }

    @Override
    public void close() throws IOException {
        out.putNextEntry(new ZipEntry("failsight-support/CONTENTS.txt"));
        out.write((String.join("\n", contents) + "\n").getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
        out.close();
    }
}
