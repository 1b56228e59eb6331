package io.failsight.collector.receive.link;

import io.failsight.settings.sender.SenderRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The registry of senders, and which of their credentials came last when, from where, at which door. Thread-safe. */
public final class Senders {
    private final SenderRegistry registry;
    private final InstantSource clock;
    private final Map<String, Sighting> last = new ConcurrentHashMap<>();

    /**
     * A credential was used.
     *
     * @param at last when
     * @param peer last from which address
     * @param door last at which receiver
     */
    public record Sighting(Instant at, String peer, String door) {}

    public Senders(SenderRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    public SenderRegistry registry() {
        return registry;
    }

    /** Notes that a sender is there now. */
    public void saw(Proof.Sender sender, String peer, String door) {
        last.put(sender.digest(), new Sighting(clock.instant(), peer, door));
    }

    /** Last sightings by the digest of the credential, as far as it still exists. */
    public Map<String, Sighting> sightings() {
        Map<String, Sighting> known = new HashMap<>();
        registry.senders()
                .forEach(sender -> sender.credentials().forEach(credential -> {
                    Sighting sighting = last.get(credential.digest());
                    if (sighting != null) {
                        known.put(credential.digest(), sighting);
                    }
                }));
        last.keySet().retainAll(known.keySet());
        return known;
    }
}
