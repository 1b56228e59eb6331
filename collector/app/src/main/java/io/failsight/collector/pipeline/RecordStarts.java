package io.failsight.collector.pipeline;

import io.failsight.collector.pack.PackSet;
import io.failsight.collector.receive.filetail.text.RecordStart;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which lines of a file begin records: as the pack of the file's product says, and as most programs write where no pack knows. Belongs to
 * the file receiver's thread.
 */
final class RecordStarts implements RecordStart {
    /** Files that are asked about again when there are more than this; rotation and removal make old ones pointless. */
    private static final int MAX_FILES = 10_000;

    private final PackSet packs;
    private final RecordStart usual = RecordStart.usual();
    private final Map<String, Optional<io.failsight.collector.pack.RecordStart>> byFile = new HashMap<>();

    RecordStarts(PackSet packs) {
        this.packs = packs;
    }

    @Override
    public boolean begins(String file, byte[] bytes, int offset, int length) {
        if (byFile.size() > MAX_FILES) {
            byFile.clear();
        }
        var known = byFile.computeIfAbsent(
                file, f -> packs.recordStart(f, Arrays.copyOfRange(bytes, offset, offset + length)));
        return known.map(start -> start.begins(bytes, offset, length))
                .orElseGet(() -> usual.begins(file, bytes, offset, length));
    }
}
