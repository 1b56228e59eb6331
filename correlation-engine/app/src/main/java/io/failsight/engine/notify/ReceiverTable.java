package io.failsight.engine.notify;

import io.failsight.engine.incident.Nanos;
import io.failsight.engine.ledger.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** How it went with each receiver, over restarts. Stateless; every call is a part of a transaction. */
final class ReceiverTable {
    private ReceiverTable() {}

    /** How it went with one. */
    record History(
            Optional<Instant> lastSent,
            Optional<String> lastError,
            Optional<Instant> lastErrorAt,
            Optional<Instant> proofDue,
            Optional<Instant> proofAt,
            boolean proofOk) {
        static final History NONE = new History(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    static History of(Transaction transaction, String name) {
        return transaction
                .one(
                        "SELECT last_sent, last_error, last_error_at, proof_due, proof_at, proof_ok FROM receivers WHERE name = ?",
                        row -> new History(
                                time(row, 1),
                                Optional.ofNullable(row.getString(2)),
                                time(row, 3),
                                time(row, 4),
                                time(row, 5),
                                row.getBoolean(6)),
                        name)
                .orElse(History.NONE);
    }

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        long nanos = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Nanos.instant(nanos));
    }

    static void know(Transaction transaction, String name) {
        transaction.update("INSERT INTO receivers (name) VALUES (?) ON CONFLICT DO NOTHING", name);
    }

    /** A message was taken; {@code error} is what went wrong for a part of it. */
    static void sent(Transaction transaction, String name, Instant at, String error) {
        transaction.update("UPDATE receivers SET last_sent = ? WHERE name = ?", Nanos.of(at), name);
        if (error.isEmpty()) {
            transaction.update("UPDATE receivers SET last_error = NULL, last_error_at = NULL WHERE name = ?", name);
        } else {
            failed(transaction, name, at, error);
        }
    }

    static void failed(Transaction transaction, String name, Instant at, String error) {
        transaction.update(
                "UPDATE receivers SET last_error = ?, last_error_at = ? WHERE name = ?", error, Nanos.of(at), name);
    }

    static void proofDue(Transaction transaction, String name, Optional<Instant> due) {
        transaction.update(
                "UPDATE receivers SET proof_due = ? WHERE name = ?",
                due.map(Nanos::of).orElse(null),
                name);
    }

    /** What the last message that proves the way, or a test, has shown. */
    static void proof(Transaction transaction, String name, Instant at, boolean ok) {
        transaction.update(
                "UPDATE receivers SET proof_at = ?, proof_ok = ? WHERE name = ?", Nanos.of(at), ok ? 1 : 0, name);
    }
}
