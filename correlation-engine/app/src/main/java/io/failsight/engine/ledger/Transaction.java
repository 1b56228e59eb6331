package io.failsight.engine.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of the {@link Ledger}, for the length of a call. Statements are prepared once a connection and kept; values are bound, never
 * written into the text. Used by one thread.
 */
public final class Transaction {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new ConcurrentHashMap<>();
    private final List<Runnable> afterCommit = new ArrayList<>();

    Transaction(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface RowReader<T> {
        /** The row as an object. */
        T read(ResultSet row) throws SQLException;
    }

    /** Looks at one row. */
    @FunctionalInterface
    public interface RowVisitor {
        /** Must not keep the row. */
        void visit(ResultSet row) throws SQLException;
    }

    /** Inserts, updates or deletes; returns how many rows it concerned. */
    public int update(String sql, @Nullable Object... values) {
        try {
            return bound(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw Ledger.failure("cannot write to", e);
        }
    }

    /** Inserts one row and returns its number. */
    public long insert(String sql, @Nullable Object... values) {
        update(sql, values);
        return one("SELECT last_insert_rowid()", row -> row.getLong(1)).orElseThrow();
    }

    /** Does something when, and only when, the disk has this transaction; in order, still before {@link Ledger#write} returns. */
    public void afterCommit(Runnable deed) {
        afterCommit.add(deed);
    }

    /** What is to be done after the commit; asked for once. */
    List<Runnable> takeAfterCommit() {
        List<Runnable> deeds = List.copyOf(afterCommit);
        afterCommit.clear();
        return deeds;
    }

    /** All rows, in the order of the statement. */
    public <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... values) {
        List<T> found = new ArrayList<>();
        forEach(sql, row -> found.add(reader.read(row)), values);
        return found;
    }

    /** The first row. */
    public <T> Optional<T> one(String sql, RowReader<T> reader, @Nullable Object... values) {
        return query(sql, reader, values).stream().findFirst();
    }

    /** Shows each row to the visitor. */
    public void forEach(String sql, RowVisitor visitor, @Nullable Object... values) {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            while (rows.next()) {
                visitor.visit(rows);
            }
        } catch (SQLException e) {
            throw Ledger.failure("cannot read from", e);
        }
    }

    private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
