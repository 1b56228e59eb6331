package io.failsight.engine.audit;

import io.failsight.audit.Anchors;
import io.failsight.audit.AuditCheck;
import io.failsight.audit.AuditReport;
import io.failsight.audit.AuditRow;
import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.ledger.LedgerException;
import io.failsight.engine.ledger.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * The audit. Append-only: the ledger refuses to change or delete a row, and each row holds a hash over the one before it and its own content ({@link
 * AuditRow}). After the commit each record is also a line of our own JSON log (members {@code audit.id}, {@code audit.hash}, {@code audit.by}, {@code
 * audit.action}, {@code audit.incident}), which the collector gathers and keeps: rows that are cut off or written anew are told by it. Thread-safe.
 *
 * <p>Whoever changes something adds its record in the same transaction ({@link #add(Transaction, long, String, String, String, String)}); what has no
 * transaction of its own is recorded before it is done ({@link #add(String, String, String)}), so that nothing happens unrecorded.
 */
public final class Audit {
    /** Longest text of a record, in characters: a whole query fits; what is longer is cut. */
    public static final int MAX_TEXT = 10_000;

    private static final Logger LOG = Logger.getLogger("io.failsight.audit");
    private static final String SELECT = "SELECT id, at, by, action, incident, text, hash FROM audit ";

    private final Ledger ledger;
    private final InstantSource clock;

    public Audit(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * One record.
     *
     * @param incident which incident it is about; null when none
     * @param hash what the chain holds for it
     */
    public record Act(
            long id,
            Instant at,
            String by,
            String action,
            @Nullable String incident,
            String text,
            String hash) {}

    /**
     * Appends a record in a transaction of its own, before what it tells is done.
     *
     * @param by account, or what acted by itself
     * @param action one word, such as {@code add-user}
     * @param text what exactly; never a secret
     * @throws LedgerException when it could not be stored; then do not do what it tells
     */
    public void add(String by, String action, String text) {
        Instant now = clock.instant();
        ledger.write(transaction -> add(transaction, nanos(now), by, action, null, text));
    }

    /**
     * Appends a record in the transaction of what it tells; it is logged after the commit.
     *
     * @param at nanoseconds since the epoch
     * @param incident which incident it is about; null when none
     */
    public static Act add(
            Transaction transaction, long at, String by, String action, @Nullable String incident, String text) {
        String previous = transaction
                .one("SELECT hash FROM audit ORDER BY id DESC LIMIT 1", row -> row.getString(1))
                .orElse(AuditRow.BEGIN);
        long id = transaction
                        .one("SELECT seq FROM sqlite_sequence WHERE name = 'audit'", row -> row.getLong(1))
                        .orElse(0L)
                + 1;
        String cut = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + " [cut]" : text;
        AuditRow row = AuditRow.after(previous, id, at, by, action, incident, cut);
        transaction.update(
                "INSERT INTO audit (id, at, by, action, incident, text, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
                id,
                at,
                by,
                action,
                incident,
                cut,
                row.hash());
        transaction.afterCommit(() -> log(row));
        return act(row);
    }

    /** Says in our own log where the chain ends, so that what was cut off from it before is noticed later. */
    public void logHead() {
        ledger.read(transaction -> transaction.one(SELECT + "ORDER BY id DESC LIMIT 1", Audit::row))
                .ifPresent(row -> withMembers(
                        row, () -> LOG.infof("the audit ends with record %d of %s", row.id(), act(row).at())));
    }

    private static void log(AuditRow row) {
        withMembers(
                row,
                () -> LOG.infof(
                        "%s: %s%s%s",
                        row.by(),
                        row.action(),
                        row.incident() == null ? "" : " " + row.incident(),
                        row.text().isEmpty() ? "" : ": " + row.text()));
    }

    private static void withMembers(AuditRow row, Runnable logging) {
        MDC.put("audit.id", Long.toString(row.id()));
        MDC.put("audit.hash", row.hash());
        MDC.put("audit.by", row.by());
        MDC.put("audit.action", row.action());
        MDC.put("audit.incident", row.incident() == null ? "" : row.incident());
        try {
            logging.run();
        } finally {
            for (String member : List.of("id", "hash", "by", "action", "incident")) {
                MDC.remove("audit." + member);
            }
        }
    }

    /** Records about an incident, under any of its names; the oldest first. */
    public static List<Act> of(Transaction transaction, String incident) {
        return transaction.query(
                SELECT
                        + "WHERE incident = ?1 OR incident IN (SELECT name FROM incident_names WHERE incident = ?1) ORDER BY id",
                Audit::read,
                incident);
    }

    /** All records below a number, the newest first. */
    public static List<Act> page(Transaction transaction, long below, int most) {
        return transaction.query(SELECT + "WHERE id < ? ORDER BY id DESC LIMIT ?", Audit::read, below, most);
    }

    /** Follows the whole chain; what was told of it elsewhere is compared. */
    public AuditReport check(Anchors anchors) {
        return ledger.read(transaction -> {
            AuditCheck check = new AuditCheck(anchors);
            transaction.forEach(SELECT + "ORDER BY id", row -> check.accept(row(row)));
            return check.finish(transaction
                    .one("SELECT seq FROM sqlite_sequence WHERE name = 'audit'", row -> row.getLong(1))
                    .orElse(0L));
        });
    }

    private static Act read(ResultSet row) throws SQLException {
        return act(row(row));
    }

    /** A row as the chain sees it. */
    static AuditRow row(ResultSet row) throws SQLException {
        return new AuditRow(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7));
    }

    private static Act act(AuditRow row) {
        return new Act(row.id(), instant(row.at()), row.by(), row.action(), row.incident(), row.text(), row.hash());
    }

    private static Instant instant(long nanos) {
        long perSecond = TimeUnit.SECONDS.toNanos(1);
        return Instant.ofEpochSecond(Math.floorDiv(nanos, perSecond), Math.floorMod(nanos, perSecond));
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
