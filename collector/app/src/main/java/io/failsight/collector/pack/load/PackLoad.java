package io.failsight.collector.pack.load;

import io.failsight.collector.pack.PackSet;
import java.util.List;

/**
 * What came of loading. A pack with a problem is left out, all others work.
 *
 * @param packs the packs without problems
 * @param problems everything that is wrong, in the order of files and lines
 */
public record PackLoad(PackSet packs, List<PackProblem> problems) {
    public PackLoad {
        problems = List.copyOf(problems);
    }
}
