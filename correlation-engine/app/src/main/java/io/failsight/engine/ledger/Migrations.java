package io.failsight.engine.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings the file to the schema of this program: each step once, in order, in a transaction of its own; {@code user_version} counts them. A step that
 * was delivered is never changed, another one is added. Statements end with a line that holds {@code ;;}, so that triggers may hold semicolons.
 */
final class Migrations {
    /** Resources beside this class, in order. */
    static final List<String> STEPS = List.of(
            "001-signals-and-incidents.sql",
            "002-notifications.sql",
            "003-audit-chain.sql",
            "004-audit-guard.sql",
            "005-api-tokens.sql");

    private Migrations() {}

    static void run(Connection connection) throws SQLException {
        int version = version(connection);
        if (version > STEPS.size()) {
            throw new LedgerException(
                    "the ledger has schema " + version + ", this Failsight knows schemas up to " + STEPS.size()
                            + "; use the newer Failsight that wrote it",
                    new SQLException("schema too new"));
        }
        for (int step = version; step < STEPS.size(); step++) {
            Ledger.begin(connection, "BEGIN IMMEDIATE");
            try (Statement statement = connection.createStatement()) {
                for (String sql : text(STEPS.get(step)).split("(?m)^;;\\s*$", -1)) {
                    if (!sql.isBlank()) {
                        statement.execute(sql);
                    }
                }
                if (STEPS.get(step).equals("003-audit-chain.sql")) {
                    AuditChain.begin(connection);
                }
                statement.execute("PRAGMA user_version = " + (step + 1));
                statement.execute("COMMIT");
            } catch (SQLException e) {
                Ledger.undo(connection);
                throw e;
            }
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static String text(String name) {
        try (InputStream in = Migrations.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read in the program", e);
        }
    }
}
