package io.failsight.collector.pipeline;

import io.failsight.collector.clock.SourceClock;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.ledger.SourceLedger;
import io.failsight.collector.ledger.SourceLine;
import io.failsight.collector.ledger.SourcePlace;
import io.failsight.collector.watch.Expectation;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** All senders that were heard lately, the one that was not for longest gives way to a new one. Thread-safe. */
final class Arrivals {
    /** A sender takes some 600 bytes; a flood of forged host names must not fill the memory. */
    static final int MAX_SENDERS = 4_096;

    private final Topology topology;
    private final List<Expectation> expectations;
    private final SourceLedger ledger;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Sender, Arrival> senders = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sender, Arrival> eldest) {
            return size() > MAX_SENDERS;
        }
    };
    private volatile long lastReceivedNanos = Long.MIN_VALUE;

    private record Sender(String source, String host) {}

    Arrivals(Topology topology, List<Expectation> expectations, SourceLedger ledger) {
        this.topology = topology;
        this.expectations = List.copyOf(expectations);
        this.ledger = ledger;
    }

    /** What came from all of them. */
    SourceLedger ledger() {
        return ledger;
    }

    /** The sender of that host name behind a source. */
    Arrival of(BatchHeader header, byte[] hostName) {
        String host = new String(hostName, StandardCharsets.UTF_8);
        lock.lock();
        try {
            return senders.computeIfAbsent(new Sender(header.source(), host), sender -> create(header, host, hostName));
        } finally {
            lock.unlock();
        }
    }

    private Arrival create(BatchHeader header, String host, byte[] hostName) {
        String peer = header.peer();
        Topology.Place place = topology.placeOf(header);
        if (place == Topology.Place.UNKNOWN) {
            place = topology.placeOfHost(hostName, 0, hostName.length);
        }
        String node = new String(place.node(), StandardCharsets.UTF_8);
        List<Expectation> met = expectations.stream()
                .filter(expected -> expected.isMet(node, host, peer))
                .toList();
        String name = !node.isEmpty() ? node : !host.isEmpty() ? host : peer;
        long silentAfter = met.stream()
                .mapToLong(expected -> expected.silentAfter().toNanos())
                .min()
                .orElse(0);
        String site = new String(place.site(), StandardCharsets.UTF_8);
        SourceLine line =
                ledger.line(header.source(), host, header.receiver(), new SourcePlace(site, node, peer, silentAfter));
        return new Arrival(header.source(), host, name, new SourceClock(), line, met);
    }

    /** A copy of all senders. */
    List<Arrival> all() {
        lock.lock();
        try {
            return List.copyOf(senders.values());
        } finally {
            lock.unlock();
        }
    }

    /** Notes a batch that was read. */
    void read(long receivedNanos) {
        if (receivedNanos > lastReceivedNanos) {
            lastReceivedNanos = receivedNanos; // two readers may race: one look later it is right again
        }
    }

    /** When the last batch was received that somebody read; {@link Long#MIN_VALUE} for none. */
    long lastReceivedNanos() {
        return lastReceivedNanos;
    }
}
