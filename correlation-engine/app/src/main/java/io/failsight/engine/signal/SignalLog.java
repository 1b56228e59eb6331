package io.failsight.engine.signal;

import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.ledger.Transaction;
import io.failsight.model.Bytes;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The retained signals in the ledger, in the order they were accepted. Thread-safe.
 *
 * <p>{@link #prune} keeps, of every subject and kind, the latest signal whatever its age: from it follows the state before the window.
 */
public final class SignalLog {
    private final Ledger ledger;
    private final LongAdder received = new LongAdder();
    private final LongAdder duplicate = new LongAdder();
    private final LongAdder unreadable = new LongAdder();

    public SignalLog(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Stores signals in one transaction that is forced to disk; returns those that were new, in order. */
    public List<Signal> append(List<Signal> signals) {
        List<Signal> fresh = signals.isEmpty() ? List.of() : ledger.write(transaction -> insert(transaction, signals));
        received.add(signals.size());
        duplicate.add(signals.size() - fresh.size());
        return fresh;
    }

    private static List<Signal> insert(Transaction transaction, List<Signal> signals) {
        List<Signal> fresh = new ArrayList<>(signals.size());
        for (Signal signal : signals) {
            int rows = transaction.update(
                    "INSERT INTO signals (id, observed, subject, json) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                    signal.id(),
                    signal.observedNanos(),
                    subject(signal),
                    json(signal));
            if (rows > 0) {
                fresh.add(signal);
            }
        }
        return fresh;
    }

    /** Gives every retained signal, oldest acceptance first, to the consumer, in lists of at most {@link SignalReader#MAX_SIGNALS}. */
    public void replay(Consumer<List<Signal>> consumer) {
        ledger.read(transaction -> {
            List<Signal> some = new ArrayList<>(SignalReader.MAX_SIGNALS);
            transaction.forEach("SELECT json FROM signals ORDER BY place", row -> {
                keep(row.getString(1), some);
                if (some.size() == SignalReader.MAX_SIGNALS) {
                    consumer.accept(List.copyOf(some));
                    some.clear();
                }
            });
            if (!some.isEmpty()) {
                consumer.accept(List.copyOf(some));
            }
            return true;
        });
    }

    private void keep(String json, List<Signal> some) {
        try {
            some.add(SignalReader.read(json, 1));
        } catch (SignalFormatException e) {
            // Written by a newer Failsight with kinds that this one does not know: it cannot use it, and must start all
            // the same.
            unreadable.increment();
        }
    }

    /** Removes what was observed before an instant, and the oldest beyond a number; returns how many. */
    public int prune(long beforeNanos, long most) {
        return ledger.write(transaction -> {
            int old = transaction.update(
                    "DELETE FROM signals WHERE observed < ? AND EXISTS (SELECT 1 FROM signals AS later"
                            + " WHERE later.subject = signals.subject AND later.place > signals.place)",
                    beforeNanos);
            int many = transaction.update(
                    "DELETE FROM signals WHERE place <= (SELECT place FROM signals ORDER BY place DESC LIMIT 1 OFFSET ?)",
                    most);
            return old + many;
        });
    }

    /** What a signal is about, in one text: the later of two with the same one stands for the state. */
    private static String subject(Signal signal) {
        return String.join(
                "\u001f",
                signal.kind().id(),
                signal.subject().cluster(),
                signal.subject().node(),
                signal.subject().component(),
                signal.subject().resource(),
                signal.reporter());
    }

    private static String json(Signal signal) {
        Bytes bytes = new Bytes(512);
        SignalJson.write(signal, bytes);
        return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    }

    /** Signals that were acknowledged, repetitions included. */
    public long received() {
        return received.sum();
    }

    /** Of those, how many were known already. */
    public long duplicate() {
        return duplicate.sum();
    }

    /** Stored signals that this program cannot read. */
    public long unreadable() {
        return unreadable.sum();
    }
}
