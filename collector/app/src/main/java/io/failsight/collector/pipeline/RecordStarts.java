package io.failsight.collector.pipeline;

import io.failsight.collector.pack.PackSet;
import io.failsight.collector.receive.filetail.text.RecordStart;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which lines of a file begin records: as the pack of the file's product says, and as most programs write where no pack knows. Belongs to
 * the file receiver's thread.
 */
public final class RecordStarts implements RecordStart {
    /** Files that are asked about again when there are more than this; rotation and removal make old ones pointless. */
    private static final int MAX_FILES = 10_000;

    private final Supplier<PackSet> current;
    private final RecordStart usual = RecordStart.usual();
    private PackSet packs;
    private final Map<String, Optional<io.failsight.collector.pack.RecordStart>> byFile = new HashMap<>();

    /** @param current the packs that work now */
    public RecordStarts(Supplier<PackSet> current) {
        this.current = current;
        packs = current.get();
    }

    @Override
    public boolean begins(String file, byte[] bytes, int offset, int length) {
        PackSet now = current.get();
        if (now != packs || byFile.size() > MAX_FILES) {
            packs = now;
            byFile.clear();
        }
        var known = byFile.computeIfAbsent(
                file, f -> now.recordStart(f, Arrays.copyOfRange(bytes, offset, offset + length)));
        return known.map(start -> start.begins(bytes, offset, length))
                .orElseGet(() -> usual.begins(file, bytes, offset, length));
    }
}
