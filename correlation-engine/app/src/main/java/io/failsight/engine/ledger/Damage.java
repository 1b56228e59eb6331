package io.failsight.engine.ledger;

import java.nio.file.Path;
import java.util.Map;

/**
 * A ledger that was damaged when it was opened, and what became of it. Immutable.
 *
 * @param reason what was found
 * @param aside folder that holds the damaged file as it was
 * @param saved rows that were saved, by table
 * @param gaps places where rows could not be read; how many rows they held nobody knows
 * @param orphans rows that were left out because what they belong to is lost
 */
public record Damage(String reason, Path aside, Map<String, Long> saved, int gaps, long orphans) {
    public Damage {
        saved = Map.copyOf(saved);
    }

    /** In a sentence, for people. */
    public String words() {
        long rows = saved.values().stream().mapToLong(Long::longValue).sum();
        String lost = rows == 0
                ? "nothing of it could be read: signals, incidents, notes, audit and messages up to now are lost"
                : rows + " rows were saved (" + perTable() + "), " + gaps + " places could not be read and " + orphans
                        + " rows belonged to what was lost";
        return "the engine's ledger was damaged (" + reason + "); " + lost + ". The damaged file lies in " + aside
                + "; Failsight goes on with a new one. Check the disk";
    }

    private String perTable() {
        return saved.entrySet().stream()
                .filter(table -> table.getValue() > 0)
                .sorted(Map.Entry.comparingByKey())
                .map(table -> table.getKey() + " " + table.getValue())
                .reduce((one, other) -> one + ", " + other)
                .orElse("none");
    }
}
