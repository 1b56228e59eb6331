package io.failsight.engine.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts a damaged ledger aside and saves into a new one what can still be read: every table row by row from both ends, and what lies between damaged
 * places as far as jumps of growing width find it. One instance for one file; not thread-safe.
 */
final class Salvage {
    /** Jumps of 1, 2, 4 ... rows over a damaged place; in a table of one page that is all of it. */
    private static final int MAX_JUMPS = 40;

    private static final int MAX_GAPS = 1_000;
    private static final String FRESH = "failsight.db.saved";

    private final Path file;
    private final Path aside;
    private final Map<String, Long> saved = new TreeMap<>();
    private int gaps;

    Salvage(Path file) {
        this.file = file;
        Path folder = file.resolveSibling("damaged-1");
        for (int number = 2; Files.exists(folder); number++) {
            folder = file.resolveSibling("damaged-" + number);
        }
        this.aside = folder;
    }

    /** Saves what can be saved; afterwards the file is whole, or is not there. */
    Damage run(String reason) throws IOException, SQLException {
        Files.createDirectories(aside);
        for (String suffix : List.of("", "-wal", "-shm")) {
            Path part = file.resolveSibling(file.getFileName() + suffix);
            if (Files.exists(part)) {
                Files.move(part, aside.resolve(part.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path fresh = file.resolveSibling(FRESH);
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(fresh.resolveSibling(FRESH + suffix));
        }
        long orphans;
        try (Connection to = Ledger.connect(fresh, false)) {
            Migrations.run(to);
            Ledger.run(to, "PRAGMA foreign_keys = OFF");
            saveAll(to);
            orphans = removeOrphans(to);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return new Damage(reason, aside, saved, gaps, orphans);
    }

    private void saveAll(Connection to) throws SQLException {
        try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + aside.resolve(file.getFileName()))) {
            // Without it SQLite reads nothing of a file that is shorter than its first page says.
            Ledger.run(from, "PRAGMA writable_schema = ON");
            Ledger.run(from, "PRAGMA query_only = ON");
            for (String table : tables(to)) {
                Ledger.begin(to, "BEGIN IMMEDIATE");
                try {
                    save(from, to, table);
                } catch (SQLException e) {
                    gaps++; // the table is not there, or its root cannot be read
                }
                Ledger.run(to, "COMMIT");
            }
        } catch (SQLException e) {
            if (saved.isEmpty()) {
                return; // not even opened: nothing can be saved
            }
            throw e;
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    private static Set<String> columns(Connection connection, String table) throws SQLException {
        Set<String> columns = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA table_info(\"" + table + "\")")) {
            while (rows.next()) {
                columns.add(rows.getString("name"));
            }
        }
        return columns;
    }

    /** Copies the rows of one table that can be read. Names come from the schema of this program alone. */
    private void save(Connection from, Connection to, String table) throws SQLException {
        List<String> columns = new ArrayList<>(columns(to, table));
        columns.retainAll(columns(from, table));
        if (columns.isEmpty()) {
            gaps++;
            return;
        }
        String names = "\"" + String.join("\", \"", columns) + "\"";
        String select = "SELECT rowid, " + names + " FROM \"" + table + "\" WHERE rowid ";
        String places = "?" + ", ?".repeat(columns.size() - 1);
        try (PreparedStatement insert = to.prepareStatement(
                        "INSERT OR IGNORE INTO \"" + table + "\" (" + names + ") VALUES (" + places + ")");
                PreparedStatement up = from.prepareStatement(select + "> ? AND rowid < ? ORDER BY rowid");
                PreparedStatement down = from.prepareStatement(select + "< ? AND rowid > ? ORDER BY rowid DESC")) {
            Copy copy = new Copy(table, columns.size(), insert);
            Run first = copy.rows(up, Long.MIN_VALUE, Long.MAX_VALUE);
            if (first.isWhole()) {
                return;
            }
            gaps++;
            Run last = copy.rows(down, Long.MAX_VALUE, first.reached());
            between(copy, up, first.reached(), last.isWhole() ? first.reached() : last.reached());
        }
    }

    /** Looks for rows between two damaged places. */
    private void between(Copy copy, PreparedStatement up, long low, long high) throws SQLException {
        long from = low;
        for (int jump = 0; jump < MAX_JUMPS && gaps < MAX_GAPS && from >= 0 && from < high - 1; jump++) {
            long begin = Math.min(high - 1, from + (1L << jump));
            Run run = copy.rows(up, begin, high);
            if (run.isWhole()) {
                return;
            }
            if (run.reached() > begin) {
                gaps++;
                jump = -1;
            }
            from = Math.max(begin, run.reached());
        }
    }

    /** How far a reading came. */
    private record Run(long reached, boolean isWhole) {}

    /** Copies rows of one table. */
    private final class Copy {
        private final String table;
        private final int width;
        private final PreparedStatement insert;

        Copy(String table, int width, PreparedStatement insert) {
            this.table = table;
            this.width = width;
            this.insert = insert;
            saved.put(table, 0L);
        }

        Run rows(PreparedStatement select, long begin, long end) throws SQLException {
            long reached = begin;
            select.setLong(1, begin);
            select.setLong(2, end);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    long row = rows.getLong(1);
                    for (int i = 1; i <= width; i++) {
                        insert.setObject(i, rows.getObject(i + 1));
                    }
                    reached = row;
                    put();
                }
                return new Run(reached, true);
            } catch (SQLException e) {
                return new Run(reached, false);
            }
        }

        /** What the schema refuses was damaged without breaking the file. */
        private void put() {
            try {
                int rows = insert.executeUpdate();
                saved.merge(table, (long) rows, Long::sum);
            } catch (SQLException e) {
                gaps++;
            }
        }
    }

    private static long removeOrphans(Connection to) throws SQLException {
        long removed = 0;
        for (int round = 0; round < 5; round++) {
            List<String> deletes = new ArrayList<>();
            try (Statement statement = to.createStatement();
                    ResultSet rows = statement.executeQuery("PRAGMA foreign_key_check")) {
                while (rows.next()) {
                    deletes.add("DELETE FROM \"" + rows.getString(1) + "\" WHERE rowid = " + rows.getLong(2));
                }
            }
            if (deletes.isEmpty()) {
                return removed;
            }
            for (String delete : deletes) {
                Ledger.run(to, delete);
                removed++;
            }
        }
        return removed;
    }
}
