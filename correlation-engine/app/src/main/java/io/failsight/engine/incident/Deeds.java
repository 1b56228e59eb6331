package io.failsight.engine.incident;

import io.failsight.engine.audit.Audit;
import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.ledger.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What operators do about incidents. Each deed and its audit record are one transaction. Thread-safe. An empty answer: there is no such incident (or
 * silence).
 */
public final class Deeds {
    private final Ledger ledger;
    private final Audience audience;
    private final InstantSource clock;

    public Deeds(Ledger ledger, Audience audience, InstantSource clock) {
        this.ledger = ledger;
        this.audience = audience;
        this.clock = clock;
    }

    /** Somebody takes care of it. */
    public Optional<PublicIncident> acknowledge(String name, String by) {
        return act(
                name,
                by,
                "acknowledge",
                "",
                (transaction, id) -> IncidentTable.acknowledge(transaction, id, by, now()));
    }

    /** Somebody adds what they know. */
    public Optional<PublicIncident> note(String name, String by, String text) {
        return act(name, by, "note", text, (transaction, id) -> IncidentTable.note(transaction, id, by, now(), text));
    }

    /** Somebody gives it to others; what they say with it is a note. */
    public Optional<PublicIncident> handOver(String name, String by, String to, String text) {
        return act(name, by, "hand-over", "to " + to + (text.isEmpty() ? "" : ": " + text), (transaction, id) -> {
            IncidentTable.handTo(transaction, id, to);
            if (!text.isEmpty()) {
                IncidentTable.note(transaction, id, by, now(), text);
            }
        });
    }

    private Optional<PublicIncident> act(
            String name, String by, String action, String text, BiConsumer<Transaction, String> deed) {
        Optional<PublicIncident> done = ledger.write(transaction -> {
            Optional<String> id = IncidentTable.resolve(transaction, name);
            id.ifPresent(known -> {
                deed.accept(transaction, known);
                Audit.add(transaction, now(), by, action, known, text);
            });
            return id.flatMap(known -> IncidentTable.find(transaction, known));
        });
        done.ifPresent(audience::incident);
        return done;
    }

    /** Silences, or announces maintenance; the id of the given one is not looked at. */
    public Silences.Silence silence(Silences.Silence wanted) {
        String text = text(wanted);
        return ledger.write(transaction -> {
            long id = transaction.insert(
                    "INSERT INTO silences (cluster, kinds, from_time, to_time, reason, by, maintenance) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    wanted.cluster(),
                    String.join(",", wanted.kinds()),
                    Nanos.of(wanted.from()),
                    Nanos.of(wanted.to()),
                    wanted.reason(),
                    wanted.by(),
                    wanted.maintenance() ? 1 : 0);
            Audit.add(transaction, now(), wanted.by(), "silence", null, text);
            return Silences.find(transaction, id).orElseThrow();
        });
    }

    /** Ends a silence now; one that has not begun never begins. */
    public Optional<Silences.Silence> endSilence(long id, String by) {
        return ledger.write(transaction -> {
            Optional<Silences.Silence> silence = Silences.find(transaction, id);
            silence.ifPresent(known -> {
                transaction.update("UPDATE silences SET to_time = min(to_time, ?) WHERE id = ?", now(), id);
                Audit.add(transaction, now(), by, "end-silence", null, text(known));
            });
            return silence;
        });
    }

    private static String text(Silences.Silence silence) {
        return (silence.cluster().equals(Silences.EVERY_CLUSTER) ? "every cluster" : silence.cluster())
                + (silence.kinds().isEmpty() ? "" : " (" + String.join(", ", silence.kinds()) + ")")
                + " from " + silence.from() + " to " + silence.to()
                + (silence.maintenance() ? " (maintenance)" : "")
                + ": " + silence.reason();
    }

    /** Silences that have not ended, the one that ends last first. */
    public List<Silences.Silence> silences() {
        Instant now = clock.instant();
        return ledger.read(transaction -> Silences.all(transaction, now));
    }

    private long now() {
        return Nanos.of(clock.instant());
    }
}
