package io.failsight.engine.incident;

import io.failsight.core.incident.EvidenceItem;
import io.failsight.core.incident.Incident;
import io.failsight.engine.ledger.Transaction;
import io.failsight.engine.signal.SignalFormatException;
import io.failsight.engine.signal.SignalReader;
import io.failsight.model.signal.Signal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Incidents in the ledger. Stateless; every call works within the caller's transaction. */
public final class IncidentTable {
    private static final String SELECT =
            "SELECT i.id, i.revision, i.opened, r.at, i.acknowledged_by, i.acknowledged_at, i.handed_to,"
                    + " (SELECT count(*) FROM notes n WHERE n.incident = i.id), r.body"
                    + " FROM incidents i JOIN revisions r ON r.incident = i.id AND r.revision = i.revision ";

    private IncidentTable() {}

    /** A revision in the history of an incident. */
    public record Revision(int revision, Instant at, List<String> what) {}

    /** A note. */
    public record Note(String by, Instant at, String text) {}

    /**
     * Which incidents are listed.
     *
     * @param state open (not closed yet), closed, all
     * @param cluster name, or empty for all
     * @param from earliest opening, included, nanoseconds
     * @param to latest opening, excluded
     * @param beforeOpened place of the page before: only older ones; {@code Long.MAX_VALUE} from the newest
     * @param beforeId id there
     */
    public record Filter(String state, String cluster, long from, long to, long beforeOpened, String beforeId) {}

    /** Newest first, without evidence. */
    public static List<PublicIncident> list(Transaction transaction, Filter filter, int most) {
        return transaction.query(
                SELECT + "WHERE i.merged_into IS NULL AND (?1 = 'all' OR (?1 = 'closed') = (i.state = 'closed'))"
                        + " AND (?2 = '' OR i.cluster = ?2) AND i.opened >= ?3 AND i.opened < ?4"
                        + " AND (i.opened < ?5 OR (i.opened = ?5 AND i.id < ?6)) ORDER BY i.opened DESC, i.id DESC LIMIT ?7",
                row -> incident(row, IncidentJson.readBare(row.getString(9))),
                filter.state(),
                filter.cluster(),
                filter.from(),
                filter.to(),
                filter.beforeOpened(),
                filter.beforeId(),
                most);
    }

    /** The id that a name stands for: an id, an id that was merged, or a key of the core. */
    public static Optional<String> resolve(Transaction transaction, String name) {
        Optional<String> id = transaction.one(
                "SELECT coalesce(merged_into, id) FROM incidents WHERE id = ?", row -> row.getString(1), name);
        if (id.isEmpty()) {
            id = transaction.one("SELECT incident FROM incident_names WHERE name = ?", row -> row.getString(1), name);
        }
        // A survivor may have been merged in turn; each step leads to an older one, so this ends.
        return id.isPresent() && !id.get().equals(name) ? resolve(transaction, id.get()) : id;
    }

    /** The current revision with its evidence. */
    public static Optional<PublicIncident> find(Transaction transaction, String id) {
        Map<String, Signal> signals = signals(transaction, id);
        return transaction.one(
                SELECT + "WHERE i.id = ?", row -> incident(row, IncidentJson.read(row.getString(9), signals)), id);
    }

    /** A revision as it was, with its evidence; what operators did is left out. */
    public static Optional<PublicIncident> revision(Transaction transaction, String id, int revision) {
        Map<String, Signal> signals = signals(transaction, id);
        return transaction.one(
                "SELECT i.opened, r.at, r.body FROM incidents i JOIN revisions r ON r.incident = i.id"
                        + " WHERE i.id = ? AND r.revision = ?",
                row -> new PublicIncident(
                        id,
                        revision,
                        IncidentJson.read(row.getString(3), signals),
                        Nanos.instant(row.getLong(1)),
                        Nanos.instant(row.getLong(2)),
                        null,
                        "",
                        0),
                id,
                revision);
    }

    /** Every revision, the first first. */
    public static List<Revision> revisions(Transaction transaction, String id) {
        return transaction.query(
                "SELECT revision, at, what FROM revisions WHERE incident = ? ORDER BY revision",
                row -> new Revision(row.getInt(1), Nanos.instant(row.getLong(2)), IncidentJson.texts(row.getString(3))),
                id);
    }

    /** Its notes, the oldest first. */
    public static List<Note> notes(Transaction transaction, String id) {
        return transaction.query(
                "SELECT by, at, text FROM notes WHERE incident = ? ORDER BY id",
                row -> new Note(row.getString(1), Nanos.instant(row.getLong(2)), row.getString(3)),
                id);
    }

    private static PublicIncident incident(ResultSet row, Incident incident) throws SQLException {
        String by = row.getString(5);
        return new PublicIncident(
                row.getString(1),
                row.getInt(2),
                incident,
                Nanos.instant(row.getLong(3)),
                Nanos.instant(row.getLong(4)),
                by == null ? null : new PublicIncident.Acknowledgement(by, Nanos.instant(row.getLong(6))),
                row.getString(7),
                row.getInt(8));
    }

    private static Map<String, Signal> signals(Transaction transaction, String id) {
        Map<String, Signal> signals = new HashMap<>();
        transaction.forEach(
                "SELECT json FROM evidence WHERE incident = ?",
                row -> {
                    try {
                        Signal signal = SignalReader.read(row.getString(1), 1);
                        signals.put(signal.id(), signal);
                    } catch (SignalFormatException e) {
                        // Of a newer Failsight: it is shown again after the update.
                    }
                },
                id);
        return signals;
    }

    /** Incidents that the core may still revise: the open ones, and those with evidence since an instant. */
    static List<PublicIncident> revisable(Transaction transaction, long sinceNanos) {
        List<String> ids = transaction.query(
                "SELECT id FROM incidents WHERE merged_into IS NULL AND (state <> 'closed' OR last_observed >= ?)",
                row -> row.getString(1),
                sinceNanos);
        List<PublicIncident> found = new ArrayList<>(ids.size());
        ids.forEach(id -> find(transaction, id).ifPresent(found::add));
        return found;
    }

    /** Evidence that proves a step of an incident, in any of its revisions. */
    static List<String> proving(Transaction transaction, String id) {
        return transaction.query(
                "SELECT signal FROM evidence WHERE incident = ? AND proves = 1", row -> row.getString(1), id);
    }

    static boolean exists(Transaction transaction, String id) {
        return transaction
                .one(
                        "SELECT 1 FROM incidents WHERE id = ?1 UNION SELECT 1 FROM incident_names WHERE name = ?1",
                        row -> 1,
                        id)
                .isPresent();
    }

    static void insert(Transaction transaction, String id, Incident incident, List<String> what, long now) {
        transaction.update(
                "INSERT INTO incidents (id, opened, revision, state, cluster, last_observed) VALUES (?, ?, 1, ?, ?, ?)",
                id,
                now,
                incident.state().id(),
                incident.cluster(),
                Proof.lastObserved(incident));
        revise(transaction, id, 1, incident, what, now);
    }

    static void revise(
            Transaction transaction, String id, int revision, Incident incident, List<String> what, long now) {
        transaction.update(
                "INSERT INTO revisions (incident, revision, at, what, body) VALUES (?, ?, ?, ?, ?)",
                id,
                revision,
                now,
                IncidentJson.text(what),
                IncidentJson.write(incident));
        current(transaction, id, revision, incident);
    }

    /** Only evidence came in: the revision stays, its body is the new one. */
    static void amend(Transaction transaction, String id, int revision, Incident incident) {
        transaction.update(
                "UPDATE revisions SET body = ? WHERE incident = ? AND revision = ?",
                IncidentJson.write(incident),
                id,
                revision);
        current(transaction, id, revision, incident);
    }

    private static void current(Transaction transaction, String id, int revision, Incident incident) {
        transaction.update(
                "UPDATE incidents SET revision = ?, state = ?, cluster = ?, last_observed = ? WHERE id = ?",
                revision,
                incident.state().id(),
                incident.cluster(),
                Proof.lastObserved(incident),
                id);
        transaction.update(
                "INSERT INTO incident_names (name, incident) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET incident = excluded.incident",
                incident.key(),
                id);
        for (EvidenceItem item : incident.evidence()) {
            transaction.update(
                    "INSERT INTO evidence (incident, signal, proves, sha256, json) VALUES (?, ?, ?, ?, ?)"
                            + " ON CONFLICT (incident, signal) DO UPDATE SET proves = max(proves, excluded.proves)",
                    id,
                    item.signal().id(),
                    Proof.proves(item) ? 1 : 0,
                    Proof.sha256(item.signal().text()),
                    IncidentJson.write(item.signal()));
        }
    }

    /** One turned out to be another, older one: its notes and its name go there. The audit stays as it was written. */
    static void merge(Transaction transaction, String id, String into) {
        transaction.update("UPDATE incidents SET merged_into = ?, state = 'closed' WHERE id = ?", into, id);
        transaction.update("UPDATE notes SET incident = ? WHERE incident = ?", into, id);
        transaction.update("UPDATE incident_names SET incident = ? WHERE incident = ?", into, id);
        transaction.update(
                "INSERT INTO incident_names (name, incident) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET incident = excluded.incident",
                id,
                into);
    }

    static void acknowledge(Transaction transaction, String id, String by, long at) {
        transaction.update("UPDATE incidents SET acknowledged_by = ?, acknowledged_at = ? WHERE id = ?", by, at, id);
    }

    static void handTo(Transaction transaction, String id, String to) {
        transaction.update("UPDATE incidents SET handed_to = ? WHERE id = ?", to, id);
    }

    static void note(Transaction transaction, String id, String by, long at, String text) {
        transaction.update("INSERT INTO notes (incident, at, by, text) VALUES (?, ?, ?, ?)", id, at, by, text);
    }
}
