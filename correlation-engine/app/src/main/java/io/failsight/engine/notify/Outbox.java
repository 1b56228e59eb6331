package io.failsight.engine.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.failsight.engine.incident.IncidentListener.Notice;
import io.failsight.engine.incident.Nanos;
import io.failsight.engine.ledger.Transaction;
import io.failsight.engine.notify.channel.Message;
import io.failsight.engine.notify.channel.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The rows of the outbox: one for each incident, reason and receiver. Stateless; every call is a part of a transaction.
 *
 * <p>States: waiting, sending (a crash makes it waiting again), sent, failed (given up), silenced (waits for the end of a silence), suppressed.
 */
final class Outbox {
    static final String WAITING = "waiting";
    static final String SILENCED = "silenced";
    static final String SUPPRESSED = "suppressed";
    static final String SENT = "sent";
    static final String FAILED = "failed";

    private static final String COLUMNS =
            "SELECT id, incident, reason, state, created, not_before, attempts, body, error FROM outbox ";
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Outbox() {}

    /**
     * One row.
     *
     * @param heldUntil begin of the receiver's hours, or when it was made
     */
    record Row(
            long id,
            String incident,
            Reason reason,
            String state,
            Instant created,
            Instant heldUntil,
            int attempts,
            Message message,
            String error) {
        /** Whether the receiver has not got it and may still get it. */
        boolean isPending() {
            return state.equals(WAITING) || state.equals(SILENCED);
        }
    }

    /** Adds a row; one that is there already stays as it is. */
    static void add(
            Transaction transaction,
            String incident,
            Reason reason,
            String receiver,
            String state,
            Instant now,
            Instant notBefore,
            String error,
            Message message) {
        transaction.update(
                "INSERT INTO outbox (incident, reason, receiver, state, created, not_before, changed, error, body)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                incident,
                reason.id(),
                receiver,
                state,
                Nanos.of(now),
                Nanos.of(notBefore),
                Nanos.of(now),
                error,
                json(message));
    }

    static Optional<Row> find(Transaction transaction, String incident, Reason reason, String receiver) {
        return transaction.one(
                COLUMNS + "WHERE incident = ? AND reason = ? AND receiver = ?",
                Outbox::read,
                incident,
                reason.id(),
                receiver);
    }

    /** What is not sent yet says what is known now, and comes no later than {@code notBefore}. */
    static void refresh(Transaction transaction, Row row, Message message, Instant notBefore) {
        transaction.update(
                "UPDATE outbox SET body = ?, not_before = min(not_before, ?) WHERE id = ?",
                json(message),
                Nanos.of(notBefore),
                row.id());
    }

    static List<Row> silenced(Transaction transaction, String receiver) {
        return transaction.query(
                COLUMNS + "WHERE receiver = ? AND state = 'silenced' ORDER BY id", Outbox::read, receiver);
    }

    /**
     * The next one to be sent, which becomes {@code sending}; in the order in which they were made. A next try that is further away than any pause was
     * set before the clock was set back, and so was the begin of what nobody holds back: both are due.
     */
    static Optional<Row> claim(Transaction transaction, String receiver, Instant now) {
        Optional<Row> row = transaction.one(
                COLUMNS
                        + "WHERE receiver = ? AND state = 'waiting' AND (not_before <= ? OR not_before <= created)"
                        + " AND (next_try <= ? OR next_try > ?) ORDER BY id LIMIT 1",
                Outbox::read,
                receiver,
                Nanos.of(now),
                Nanos.of(now),
                Nanos.of(now.plus(BackOff.LONGEST).plus(BackOff.LONGEST)));
        row.ifPresent(next -> transaction.update(
                "UPDATE outbox SET state = 'sending', attempts = attempts + 1, changed = ? WHERE id = ?",
                Nanos.of(now),
                next.id()));
        return row;
    }

    /** When the next one is due that is not due yet. */
    static Optional<Instant> nextDue(Transaction transaction, String receiver) {
        return transaction
                .one(
                        "SELECT min(max(not_before, next_try)) FROM outbox WHERE receiver = ? AND state = 'waiting'",
                        row -> {
                            long due = row.getLong(1);
                            return row.wasNull() ? Instant.MAX : Nanos.instant(due);
                        },
                        receiver)
                .filter(due -> !due.equals(Instant.MAX));
    }

    static void set(Transaction transaction, long id, String state, Instant now, String error) {
        transaction.update(
                "UPDATE outbox SET state = ?, changed = ?, error = ? WHERE id = ?", state, Nanos.of(now), error, id);
    }

    /** Not taken: tried again later. */
    static void postpone(Transaction transaction, long id, Instant nextTry, Instant now, String error) {
        transaction.update(
                "UPDATE outbox SET state = 'waiting', next_try = ?, changed = ?, error = ? WHERE id = ?",
                Nanos.of(nextTry),
                Nanos.of(now),
                error,
                id);
    }

    /** What was on its way when the engine ended is sent again: twice is better than never. */
    static int recover(Transaction transaction) {
        return transaction.update("UPDATE outbox SET state = 'waiting' WHERE state = 'sending'");
    }

    /** Rows of receivers that are no more are given up, and say so. */
    static void giveUpStrangers(Transaction transaction, List<String> receivers, Instant now) {
        List<String> waiting = transaction.query(
                "SELECT DISTINCT receiver FROM outbox WHERE state IN ('waiting', 'silenced')", row -> row.getString(1));
        for (String receiver : waiting) {
            if (!receivers.contains(receiver)) {
                transaction.update(
                        "UPDATE outbox SET state = 'failed', changed = ?, error = ? WHERE receiver = ? AND state IN ('waiting', 'silenced')",
                        Nanos.of(now),
                        "failsight.yaml names no receiver '" + receiver + "' any more",
                        receiver);
            }
        }
    }

    /** Forgets what was settled before that time. */
    static void prune(Transaction transaction, Instant before) {
        transaction.update(
                "DELETE FROM outbox WHERE state IN ('sent', 'failed', 'suppressed') AND changed < ?", Nanos.of(before));
    }

    static long count(Transaction transaction, String receiver, String state) {
        return transaction
                .one(
                        "SELECT count(*) FROM outbox WHERE receiver = ? AND state = ?",
                        row -> row.getLong(1),
                        receiver,
                        state)
                .orElse(0L);
    }

    /** Everything about an incident, oldest first, in the words of the API. */
    static List<Notice> notices(Transaction transaction, String incident) {
        return transaction.query(
                "SELECT receiver, reason, state, changed, error FROM outbox WHERE incident = ? ORDER BY id",
                row -> new Notice(
                        row.getString(1),
                        row.getString(2),
                        publicState(row.getString(3)),
                        Nanos.instant(row.getLong(4)),
                        row.getString(5).isEmpty() ? null : row.getString(5)),
                incident);
    }

    private static String publicState(String state) {
        return switch (state) {
            case "sending" -> WAITING;
            case SILENCED -> SUPPRESSED;
            default -> state;
        };
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(
                row.getLong(1),
                row.getString(2),
                Reason.ofId(row.getString(3)),
                row.getString(4),
                Nanos.instant(row.getLong(5)),
                Nanos.instant(row.getLong(6)),
                row.getInt(7),
                message(row.getString(8)),
                row.getString(9));
    }

    private static Message message(String text) throws SQLException {
        try {
            return JSON.readValue(text, Message.class);
        } catch (JsonProcessingException e) {
            throw new SQLException("a row of the outbox is not what this program writes", e);
        }
    }

    private static String json(Message message) {
        try {
            return JSON.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message could not be written as JSON", e);
        }
    }
}
