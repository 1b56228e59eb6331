package io.failsight.engine.incident;

import io.failsight.core.incident.Incident;
import io.failsight.engine.ledger.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Times in which people asked not to be told, and maintenance windows. Stateless: they lie in the ledger. */
public final class Silences {
    /** Stands for every cluster. */
    public static final String EVERY_CLUSTER = "*";

    private static final String COLUMNS =
            "SELECT id, cluster, kinds, from_time, to_time, reason, by, maintenance FROM silences ";

    private Silences() {}

    /**
     * One silence.
     *
     * @param cluster name, or {@link #EVERY_CLUSTER}
     * @param kinds ids of kinds of incidents; empty is all
     * @param from begin, included
     * @param to end, excluded
     * @param reason why, in words
     * @param by who asked for it
     * @param maintenance whether work is done on the cluster then
     */
    public record Silence(
            long id,
            String cluster,
            List<String> kinds,
            Instant from,
            Instant to,
            String reason,
            String by,
            boolean maintenance) {
        public Silence {
            kinds = List.copyOf(kinds);
        }

        /** Whether it holds for an incident at an instant. */
        public boolean covers(Incident incident, Instant at) {
            return (cluster.equals(EVERY_CLUSTER) || cluster.equals(incident.cluster()))
                    && (kinds.isEmpty() || kinds.contains(incident.kind().id()))
                    && !at.isBefore(from)
                    && at.isBefore(to);
        }
    }

    /** The silence that holds for an incident at an instant, the longest first. */
    public static Optional<Silence> covering(Transaction transaction, Incident incident, Instant at) {
        return all(transaction, at).stream()
                .filter(silence -> silence.covers(incident, at))
                .findFirst();
    }

    /** All that end after an instant, the one that ends last first. */
    public static List<Silence> all(Transaction transaction, Instant endAfter) {
        return transaction.query(
                COLUMNS + "WHERE to_time > ? ORDER BY to_time DESC, id DESC", Silences::read, Nanos.of(endAfter));
    }

    static Optional<Silence> find(Transaction transaction, long id) {
        return transaction.one(COLUMNS + "WHERE id = ?", Silences::read, id);
    }

    private static Silence read(ResultSet row) throws SQLException {
        String kinds = row.getString(3);
        return new Silence(
                row.getLong(1),
                row.getString(2),
                kinds.isEmpty() ? List.of() : List.of(kinds.split(",")),
                Nanos.instant(row.getLong(4)),
                Nanos.instant(row.getLong(5)),
                row.getString(6),
                row.getString(7),
                row.getBoolean(8));
    }
}
