package io.failsight.engine.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;

/** Tells whether a ledger's file is whole; reads all of it, about half a second for 100 MB. Stateless. */
final class DamageCheck {
    /** SQLite's extended codes carry the code itself in their lowest byte. */
    private static final int CODE = 0xff;

    private DamageCheck() {}

    /** What is wrong with the file; empty when nothing is, or there is none yet. */
    static Optional<String> of(Path file) throws IOException, SQLException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) == 0) {
            // a first start that was cut short leaves one, too: then there is nothing to save
            return Optional.of("it has no bytes");
        }
        try (Connection connection = Ledger.connect(file, false);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            String found = rows.next() ? rows.getString(1) : "ok";
            return found.equals("ok") ? Optional.empty() : Optional.of(found.replaceAll("\\s+", " "));
        } catch (SQLException e) {
            if (isDamage(e)) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    static boolean isDamage(Exception e) {
        int code = e instanceof SQLException sql ? sql.getErrorCode() & CODE : 0;
        return code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code;
    }
}
