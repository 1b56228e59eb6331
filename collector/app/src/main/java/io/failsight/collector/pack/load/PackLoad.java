package io.failsight.collector.pack.load;

import io.failsight.collector.pack.Pack;
import io.failsight.collector.pack.PackSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What came of loading. A pack with a problem is left out, all others work.
 *
 * @param packs the packs without problems
 * @param sound every pack that is good, by its folder; also such as another of the same name took the place of
 * @param problems everything that is wrong, in the order of files and lines
 */
public record PackLoad(PackSet packs, Map<Path, Pack> sound, List<PackProblem> problems) {
    /** Nothing was loaded yet. */
    static final PackLoad NOTHING = new PackLoad(new PackSet(List.of()), Map.of(), List.of());

    public PackLoad {
        sound = Map.copyOf(sound);
        problems = List.copyOf(problems);
    }
}
