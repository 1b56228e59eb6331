package io.failsight.audit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** Checks the audit in the engine's file, whether the engine runs or not; changes nothing in it. Stateless. */
public final class AuditFile {
    private static final Duration BUSY_LIMIT = Duration.ofSeconds(5);

    private AuditFile() {}

    /**
     * Follows the chain from its first record to its last.
     *
     * @param file {@code engine/failsight.db}
     * @param anchors what was told of the chain elsewhere
     * @return what was found; empty when the file was last used by a Failsight without chain
     * @throws SQLException when the file cannot be read
     */
    public static Optional<AuditReport> check(Path file, Anchors anchors) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        // Without WAL in the configuration: the file says itself how it is kept. A log that a killed engine left is
        // read, not applied.
        config.setReadOnly(true);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout((int) BUSY_LIMIT.toMillis());
        try (Connection connection = config.createConnection("jdbc:sqlite:" + file)) {
            return check(connection, anchors);
        }
    }

    /** The same on a connection that is open. */
    public static Optional<AuditReport> check(Connection connection, Anchors anchors) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            try {
                if (!hasChain(statement)) {
                    return Optional.empty();
                }
                AuditCheck check = new AuditCheck(anchors);
                try (ResultSet row = statement.executeQuery(
                        "SELECT id, at, by, action, incident, text, hash FROM audit ORDER BY id")) {
                    while (row.next()) {
                        check.accept(read(row));
                    }
                }
                return Optional.of(check.finish(highest(statement)));
            } finally {
                statement.execute("ROLLBACK");
            }
        }
    }

    private static boolean hasChain(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("SELECT count(*) FROM pragma_table_info('audit') WHERE name = 'hash'")) {
            return row.next() && row.getLong(1) == 1;
        }
    }

    private static AuditRow read(ResultSet row) throws SQLException {
        return new AuditRow(
                row.getLong(1),
                row.getLong(2),
                text(row, 3),
                text(row, 4),
                row.getString(5),
                text(row, 6),
                text(row, 7));
    }

    /** Somebody who changes the file may have written anything into it. */
    private static String text(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).orElse("");
    }

    private static long highest(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT seq FROM sqlite_sequence WHERE name = 'audit'")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
