package io.failsight.engine.incident;

import io.failsight.core.incident.EvidenceItem;
import io.failsight.core.incident.Incident;
import io.failsight.core.incident.IncidentState;
import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.ledger.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Turns what the core finds into what people know: keeps their ids, makes a revision only when something changed that they see, and stores it in one
 * transaction with the outbox. What the ledger has already changes nothing: after a crash the same signals give the same incidents and nobody is told
 * twice. One owner thread; {@link #openIn} may be called by any.
 */
public final class IncidentBook {
    private final Ledger ledger;
    private final IncidentListener listener;
    private final Duration window;
    private final Duration retention;
    private final Consumer<Duration> opened;
    private final Map<String, PublicIncident> known = new LinkedHashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private volatile Map<String, List<String>> openByCluster = Map.of();

    /**
     * @param window how far back the core has signals at hand; what is closed and began before stays as it is
     * @param retention how far back signals are read back at a start; what lies before was told then
     * @param opened told, for each new incident, how long after the receipt of its latest evidence it was stored
     */
    public IncidentBook(
            Ledger ledger, IncidentListener listener, Duration window, Duration retention, Consumer<Duration> opened) {
        this.ledger = ledger;
        this.listener = listener;
        this.window = window;
        this.retention = retention;
        this.opened = opened;
    }

    /** Reads what people know already. */
    void load(Instant now) {
        ledger.read(transaction -> {
            for (PublicIncident incident : IncidentTable.revisable(transaction, oldest(now))) {
                known.put(incident.id(), incident);
                IncidentTable.proving(transaction, incident.id()).forEach(signal -> owners.put(signal, incident.id()));
            }
            return true;
        });
        countOpen();
    }

    private long oldest(Instant now) {
        return Nanos.of(now.minus(retention));
    }

    private long horizon(Instant now) {
        return Nanos.of(now.minus(window));
    }

    /**
     * Stores what changed and returns it, the oldest first.
     *
     * @param incidents all of the core
     * @param isGone whether the core says that an incident with this key is no more
     */
    List<PublicIncident> settle(List<Incident> incidents, Predicate<Incident> isGone, Instant now) {
        Matching matching =
                Matching.of(incidents, owners, Comparator.comparing(this::age).thenComparing(id -> id));
        Round round = new Round(now, horizon(now));
        boolean something = ledger.write(transaction -> {
            matching.known()
                    .forEach((id, incident) -> round.revise(transaction, id, incident, mergedInto(matching, id)));
            matching.fresh().forEach(incident -> round.open(transaction, incident));
            withdrawn(matching, isGone, round.horizon).forEach(incident -> round.withdraw(transaction, incident));
            return !round.changes.isEmpty();
        });
        if (something) {
            round.changes.forEach(this::remember);
            matching.merged().keySet().forEach(known::remove);
            known.values()
                    .removeIf(incident -> incident.incident().state() == IncidentState.CLOSED
                            && Proof.lastObserved(incident.incident()) < oldest(now));
            owners.values().retainAll(known.keySet());
            countOpen();
        }
        round.latencies.forEach(opened);
        return round.changes;
    }

    private Instant age(String id) {
        PublicIncident incident = known.get(id);
        return incident == null ? Instant.MAX : incident.opened();
    }

    private static List<String> mergedInto(Matching matching, String id) {
        return matching.merged().entrySet().stream()
                .filter(merge -> merge.getValue().equals(id))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What is older than the window the core may have forgotten; that does not undo it. */
    private List<PublicIncident> withdrawn(Matching matching, Predicate<Incident> isGone, long horizon) {
        return known.values().stream()
                .filter(incident -> incident.incident().state() != IncidentState.CLOSED)
                .filter(incident -> !matching.known().containsKey(incident.id()))
                .filter(incident -> !matching.merged().containsKey(incident.id()))
                .filter(incident -> Proof.lastObserved(incident.incident()) >= horizon)
                .filter(incident -> isGone.test(incident.incident()))
                .toList();
    }

    private void remember(PublicIncident incident) {
        known.put(incident.id(), incident);
        for (EvidenceItem item : incident.incident().evidence()) {
            if (Proof.proves(item)) {
                owners.put(item.signal().id(), incident.id());
            }
        }
    }

    private void countOpen() {
        Map<String, List<String>> open = new HashMap<>();
        known.values().stream()
                .filter(PublicIncident::isOpen)
                .sorted(Comparator.comparing(PublicIncident::opened).reversed())
                .forEach(incident -> open.computeIfAbsent(incident.incident().cluster(), _ -> new ArrayList<>())
                        .add(incident.id()));
        open.replaceAll((_, ids) -> List.copyOf(ids));
        openByCluster = Map.copyOf(open);
    }

    /** Ids of a cluster's incidents with service or redundancy missing, the newest first. */
    public List<String> openIn(String cluster) {
        return openByCluster.getOrDefault(cluster, List.of());
    }

    /** How many incidents have service or redundancy missing. */
    public int open() {
        return openByCluster.values().stream().mapToInt(List::size).sum();
    }

    /** Whether the state or kind of something differs from what people know, so that it must not wait for the next second. */
    boolean isUrgent(List<Incident> changed) {
        Map<String, PublicIncident> byKey = new HashMap<>();
        known.values().forEach(incident -> byKey.put(incident.incident().key(), incident));
        return changed.stream().anyMatch(incident -> {
            PublicIncident before = byKey.get(incident.key());
            return before == null
                    || before.incident().state() != incident.state()
                    || before.incident().kind() != incident.kind();
        });
    }

    /** The core may know only the end of what is closed and began before its window. */
    private static boolean isFrozen(Incident before, long horizon) {
        return before.state() == IncidentState.CLOSED && Proof.firstObserved(before) < horizon;
    }

    /** One transaction's worth of changes. */
    private final class Round {
        private final Instant now;
        private final long horizon;
        private final List<PublicIncident> changes = new ArrayList<>();
        private final List<Duration> latencies = new ArrayList<>();

        Round(Instant now, long horizon) {
            this.now = now;
            this.horizon = horizon;
        }

        void revise(Transaction transaction, String id, Incident incident, List<String> merged) {
            PublicIncident before = Objects.requireNonNull(known.get(id));
            if (isFrozen(before.incident(), horizon)) {
                return;
            }
            List<String> what = new ArrayList<>();
            merged.forEach(other -> {
                IncidentTable.merge(transaction, other, id);
                what.add("merged with " + other + ": it was the same failover");
            });
            what.addAll(RevisionWords.between(before.incident(), incident));
            if (!what.isEmpty()) {
                store(transaction, before, incident, what);
            } else if (!before.incident().equals(incident)) {
                IncidentTable.amend(transaction, id, before.revision(), incident);
                changes.add(IncidentTable.find(transaction, id).orElseThrow());
            }
        }

        private void store(Transaction transaction, PublicIncident before, Incident incident, List<String> what) {
            IncidentTable.revise(transaction, before.id(), before.revision() + 1, incident, what, Nanos.of(now));
            PublicIncident after = IncidentTable.find(transaction, before.id()).orElseThrow();
            listener.incidentChanged(transaction, before, after);
            changes.add(after);
        }

        void open(Transaction transaction, Incident incident) {
            if (Proof.lastObserved(incident) < oldest(now)) {
                return; // the rest of something that was told long ago
            }
            String id = IncidentIds.next(incident, name -> IncidentTable.exists(transaction, name));
            IncidentTable.insert(transaction, id, incident, RevisionWords.opened(incident), Nanos.of(now));
            PublicIncident after = IncidentTable.find(transaction, id).orElseThrow();
            listener.incidentChanged(transaction, null, after);
            changes.add(after);
            long latency = Nanos.of(now) - Proof.lastObserved(incident);
            latencies.add(Duration.ofNanos(Math.max(0, latency)));
        }

        void withdraw(Transaction transaction, PublicIncident before) {
            Incident was = before.incident();
            Incident gone = new Incident(
                    was.key(),
                    was.kind(),
                    IncidentState.CLOSED,
                    false,
                    was.planned(),
                    was.site(),
                    was.cluster(),
                    was.failedNodes(),
                    was.servingNode(),
                    was.product(),
                    "Withdrawn: later entries show that this was no failover. Before, it said: " + was.summary(),
                    "",
                    was.instants(),
                    was.causes(),
                    was.gaps(),
                    was.evidence(),
                    was.evidenceDropped());
            store(transaction, before, gone, RevisionWords.between(was, gone));
        }
    }

    /** Ids that live on in the book, for tests. */
    Set<String> ids() {
        return Set.copyOf(known.keySet());
    }
}
