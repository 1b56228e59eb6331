package io.failsight.engine.incident;

import io.failsight.engine.ledger.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Who did what. Append-only: the ledger refuses to change or delete a row. Each record is also a line of our own JSON log (members {@code audit.by},
 * {@code audit.action}, {@code audit.incident}), which the collector gathers. Stateless.
 */
public final class Audit {
    private static final Logger LOG = Logger.getLogger("io.failsight.audit");
    private static final String SELECT = "SELECT id, at, by, action, incident, text FROM audit ";

    private Audit() {}

    /** One record. */
    public record Act(
            long id,
            Instant at,
            String by,
            String action,
            @Nullable String incident,
            String text) {}

    /** Appends a record. */
    static void add(
            Transaction transaction, long at, String by, String action, @Nullable String incident, String text) {
        transaction.update(
                "INSERT INTO audit (at, by, action, incident, text) VALUES (?, ?, ?, ?, ?)",
                at,
                by,
                action,
                incident,
                text);
    }

    /** Says it in our own log, after the ledger has it. */
    static void log(String by, String action, @Nullable String incident, String text) {
        MDC.put("audit.by", by);
        MDC.put("audit.action", action);
        MDC.put("audit.incident", incident == null ? "" : incident);
        try {
            LOG.infof(
                    "%s: %s%s%s",
                    by, action, incident == null ? "" : " " + incident, text.isEmpty() ? "" : ": " + text);
        } finally {
            MDC.remove("audit.by");
            MDC.remove("audit.action");
            MDC.remove("audit.incident");
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

    private static Act read(ResultSet row) throws SQLException {
        return new Act(
                row.getLong(1),
                Nanos.instant(row.getLong(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6));
    }
}
