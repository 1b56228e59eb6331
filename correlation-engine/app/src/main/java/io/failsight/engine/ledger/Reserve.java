package io.failsight.engine.ledger;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Keeps free pages inside the ledger's own files, so that it can be written when the disk is full to the last byte, and nobody else can take that room:
 * what is in the file and on its free list is ours, and the log beside it is written in place once it has that size. Stateless.
 */
final class Reserve {
    /** 8 MiB: some 8,000 signals, or 20,000 records of the audit. */
    static final long BYTES = 8L << 20;
    /** It is made only where room is not what is missing. */
    private static final long NEEDED_BYTES = 256L << 20;

    private static final Logger LOG = System.getLogger(Reserve.class.getName());

    private Reserve() {}

    /** Fills it up where it is less than half full and the disk has room; under the ledger's turn to write. */
    static boolean fill(Connection connection, Path file) throws SQLException {
        long free = number(connection, "PRAGMA freelist_count") * number(connection, "PRAGMA page_size");
        if (free >= BYTES / 2 || !hasRoom(file)) {
            return false;
        }
        Ledger.begin(connection, "BEGIN IMMEDIATE");
        Ledger.run(connection, "CREATE TABLE reserve (filling BLOB)");
        Ledger.run(connection, "INSERT INTO reserve VALUES (zeroblob(" + BYTES + "))");
        Ledger.run(connection, "COMMIT"); // apart from what follows, or the pages would never be written
        Ledger.begin(connection, "BEGIN IMMEDIATE");
        Ledger.run(connection, "DROP TABLE reserve");
        Ledger.run(connection, "COMMIT");
        Ledger.run(connection, "PRAGMA wal_checkpoint(PASSIVE)");
        return true;
    }

    /** Takes away what a crash left half done. */
    static void clear(Connection connection) throws SQLException {
        Ledger.run(connection, "DROP TABLE IF EXISTS reserve");
    }

    private static boolean hasRoom(Path file) {
        try {
            return Files.getFileStore(file).getUsableSpace() > NEEDED_BYTES;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the room of the ledger's disk cannot be told", e);
            return false;
        }
    }

    private static long number(Connection connection, String pragma) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(pragma)) {
            row.next();
            return row.getLong(1);
        }
    }
}
