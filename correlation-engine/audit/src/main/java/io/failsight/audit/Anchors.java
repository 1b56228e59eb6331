package io.failsight.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What was told about the chain outside of its file: the engine's own log holds number and hash of each record ({@code audit.id}, {@code audit.hash}), and the
 * collector keeps that log as entries. Whoever changes the file has to change those, too. A number may have several hashes: a restored backup counts on from
 * an older end. Not thread-safe.
 */
public final class Anchors {
    // Text of people cannot pretend to be a member: its quotation marks are escaped.
    private static final Pattern ID = Pattern.compile("\"audit\\.id\":\"([0-9]{1,18})\"");
    private static final Pattern HASH = Pattern.compile("\"audit\\.hash\":\"([0-9a-f]{64})\"");

    private final Map<Long, Set<String>> hashes = new HashMap<>();
    private long first = Long.MAX_VALUE;
    private long last;

    /** One that knows nothing. */
    public Anchors() {}

    /**
     * Those of the engine's log and its rotated files.
     *
     * @param log {@code logs/correlation-engine.json}; it need not exist
     * @throws IOException when a file cannot be read
     */
    public static Anchors of(Path log) throws IOException {
        Anchors anchors = new Anchors();
        for (Path file : files(log)) {
            try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    anchors.addLine(line);
                }
            }
        }
        return anchors;
    }

    private static List<Path> files(Path log) throws IOException {
        Path folder = log.toAbsolutePath().getParent();
        Map<String, Path> found = new TreeMap<>();
        if (folder != null && Files.isDirectory(folder)) {
            String name = String.valueOf(log.getFileName());
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> String.valueOf(file.getFileName()).startsWith(name))
                        .forEach(file -> found.put(file.toString(), file));
            }
        }
        return new ArrayList<>(found.values());
    }

    private void addLine(String line) {
        Matcher id = ID.matcher(line);
        Matcher hash = HASH.matcher(line);
        if (id.find() && hash.find()) {
            add(Long.parseLong(id.group(1)), hash.group(1));
        }
    }

    /** The record of that number had that hash. */
    public void add(long id, String hash) {
        hashes.computeIfAbsent(id, _ -> new HashSet<>()).add(hash);
        first = Math.min(first, id);
        last = Math.max(last, id);
    }

    /** How many records it knows. */
    public int size() {
        return hashes.size();
    }

    boolean contradicts(AuditRow row) {
        Set<String> known = hashes.get(row.id());
        return known != null && !known.contains(row.hash());
    }

    boolean confirms(AuditRow row) {
        return hashes.getOrDefault(row.id(), Set.of()).contains(row.hash());
    }

    /** Whether a record holds what it held, told by the hashes that it and the one before it had, whatever that one holds now. */
    boolean proves(AuditRow row) {
        return confirms(row)
                && hashes.getOrDefault(row.id() - 1, Set.of()).stream()
                        .anyMatch(before -> row.follows(before, row.id()));
    }

    /** Whether a record of that number should be among them. */
    boolean covers(long id) {
        return id >= first;
    }

    /** The highest number, 0 when there is none. */
    long last() {
        return last;
    }
}
