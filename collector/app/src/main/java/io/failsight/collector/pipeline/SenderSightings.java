package io.failsight.collector.pipeline;

import io.failsight.collector.receive.link.Senders;
import java.util.List;

/**
 * Which credentials came last when, as an engine asks for it.
 *
 * @param sightings one for each credential that came since the start
 */
record SenderSightings(List<One> sightings) {
    /**
     * A credential.
     *
     * @param digest SHA-256 of it
     * @param at when it came last, ISO 8601
     * @param peer from which address
     * @param door at which receiver
     */
    record One(String digest, String at, String peer, String door) {}

    static SenderSightings of(Senders senders) {
        return new SenderSightings(senders.sightings().entrySet().stream()
                .map(entry -> new One(
                        entry.getKey(),
                        entry.getValue().at().toString(),
                        entry.getValue().peer(),
                        entry.getValue().door()))
                .toList());
    }
}
