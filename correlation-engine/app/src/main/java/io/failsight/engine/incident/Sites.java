package io.failsight.engine.incident;

import java.util.List;

/**
 * Sites that {@code failsight.yaml} names, in its order. Immutable.
 *
 * @param names their names
 */
public record Sites(List<String> names) {
    public Sites {
        names = List.copyOf(names);
    }
}
