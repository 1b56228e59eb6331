package io.failsight.engine.ledger;

import io.failsight.audit.AuditRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Chains the records of the audit that were written before there was a chain. Stateless. */
final class AuditChain {
    private AuditChain() {}

    static void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT id, at, by, action, incident, text FROM audit ORDER BY id");
                PreparedStatement update = connection.prepareStatement("UPDATE audit SET hash = ? WHERE id = ?")) {
            String hash = AuditRow.BEGIN;
            while (row.next()) {
                hash = AuditRow.after(
                                hash,
                                row.getLong(1),
                                row.getLong(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6))
                        .hash();
                update.setString(1, hash);
                update.setLong(2, row.getLong(1));
                update.addBatch();
            }
            update.executeBatch();
        }
    }
}
