package io.failsight.it;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** What somebody with a database tool does to the audit. Stateless. */
final class AuditTampering {
    private AuditTampering() {}

    /** Writes other words into a record. */
    static void change(Path ledger, long record) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TRIGGER audit_is_not_changed");
            statement.execute("UPDATE audit SET text = 'nothing happened' WHERE id = " + record);
        }
    }
}
