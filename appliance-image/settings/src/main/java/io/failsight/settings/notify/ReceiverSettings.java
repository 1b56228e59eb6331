package io.failsight.settings.notify;

import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who is told of incidents. Immutable.
 *
 * @param name name, once in the file
 * @param target where to
 * @param kinds ids of the kinds of incidents; empty means all but planned ones
 * @param clusters names of clusters; empty means all
 * @param onlyDown whether it is told only when the service is interrupted, not when redundancy alone is lost
 * @param planned whether it is told of planned work, too
 * @param hours when it wants to be told
 * @param zone time zone of the hours, and of the times in its messages; empty takes that of the file
 * @param urgentAlways whether it is told outside the hours, too, when nobody took over or more than one node serves
 * @param proof when a message proves that the way works
 */
public record ReceiverSettings(
        String name,
        Target target,
        Set<String> kinds,
        Set<String> clusters,
        boolean onlyDown,
        boolean planned,
        Hours hours,
        Optional<ZoneId> zone,
        boolean urgentAlways,
        ProofTimes proof) {
    public ReceiverSettings {
        kinds = Set.copyOf(kinds);
        clusters = Set.copyOf(clusters);
    }
}
