package io.failsight.it.bench;

import io.failsight.it.Appliance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** {@code ./failsight up} on a built tree and an empty data folder, until the API gives the first entry. */
final class StartBench {
    private StartBench() {}

    static Aim measure(Path data, Map<String, Object> figures) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (Appliance appliance = new Appliance(data, "")) {
            appliance.await("*", 1);
            double seconds = (System.nanoTime() - start) / 1e9;
            figures.put("start.secondsToFirstEntry", seconds);
            return Aim.atMost("./failsight up on a built tree to the first searchable entry, seconds", seconds, 20);
        }
    }
}
