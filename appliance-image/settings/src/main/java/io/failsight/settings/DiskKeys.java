package io.failsight.settings;

import io.failsight.settings.yaml.Key;
import io.failsight.settings.yaml.Shape;
import io.failsight.settings.yaml.Shapes;
import io.failsight.settings.yaml.Table;
import java.util.List;
import java.util.Optional;

/** The keys under {@code disk}. */
final class DiskKeys {
    /** OpenSearch's own marks begin at 99 %: it must never be the first to act. */
    private static final double MAX_REFUSE_AT = 0.98;

    private static final Key<Long> INDICES = new Key<>("indices", Shapes.ROOM, "14g", "All indices together.");
    private static final Key<Long> JOURNAL =
            new Key<>("journal", Shapes.ROOM, "3g", "What is journaled and not yet delivered.");
    private static final Key<Double> EVICT_AT = new Key<>(
            "evict-at",
            Shapes.PERCENT,
            "85%",
            "So full, the file system of the data folder makes old entries go early, whoever filled it: debug lines and spans first, then ordinary"
                    + " ones, the oldest first.");
    private static final Key<Double> DEGRADE_AT = new Key<>(
            "degrade-at",
            Shapes.PERCENT,
            "92%",
            "So full, debug lines and spans are no longer indexed, and evidence goes that is older than `retention.keep-at-least`.");
    private static final Key<Double> REFUSE_AT = new Key<>(
            "refuse-at",
            Shapes.PERCENT,
            "97%",
            "So full, nothing more is taken in: senders are told to wait and try again. At most 98%. Each step ends 2 points below its mark.");

    static final Key<DiskRoom> DISK = Key.of(
            "disk",
            new Shape.Mapping<>(
                    List.of(INDICES, JOURNAL, EVICT_AT, DEGRADE_AT, REFUSE_AT), table -> Optional.of(room(table))),
            "Most room on disk, and what happens when it fills up.");

    private DiskKeys() {}

    private static DiskRoom room(Table table) {
        DiskRoom room = new DiskRoom(
                table.value(INDICES),
                table.value(JOURNAL),
                table.value(EVICT_AT),
                table.value(DEGRADE_AT),
                table.value(REFUSE_AT));
        if (room.evictAt() >= room.degradeAt()
                || room.degradeAt() >= room.refuseAt()
                || room.refuseAt() > MAX_REFUSE_AT) {
            Key<Double> written = table.has(REFUSE_AT) ? REFUSE_AT : table.has(DEGRADE_AT) ? DEGRADE_AT : EVICT_AT;
            table.problem(
                    written, "disk: evict-at must be below degrade-at, that below refuse-at, and that at most 98%");
        }
        return room;
    }
}
