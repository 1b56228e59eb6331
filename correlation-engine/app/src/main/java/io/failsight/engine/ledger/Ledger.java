package io.failsight.engine.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * The durable store of the correlation engine: SQLite with a write-ahead log that is forced to disk at each commit ({@code synchronous=FULL}). One
 * writer at a time; readers see the last commit and wait for nobody. When {@link #write} returns, the disk has it. Thread-safe.
 *
 * <p>Every failure is a {@link LedgerException} and is counted; the transaction is undone as a whole.
 */
public final class Ledger implements AutoCloseable {
    /** Another process that holds the file, such as a backup, may take so long. */
    private static final Duration BUSY_LIMIT = Duration.ofSeconds(5);
    /** Connections for reading that are kept; more are made while needed. Each takes up to 2 MB of cache. */
    private static final int MAX_IDLE_READERS = 4;

    private final Path file;
    private final Connection writing;
    private final Transaction writer;
    private final Optional<Damage> damage;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Deque<Reader> idle = new ArrayDeque<>();
    private final LongAdder errors = new LongAdder();
    private boolean closed;
    private volatile boolean damaged;

    private record Reader(Connection connection, Transaction transaction) {}

    private Ledger(Path file, Connection writing, Optional<Damage> damage) {
        this.file = file;
        this.writing = writing;
        this.writer = new Transaction(writing);
        this.damage = damage;
    }

    /**
     * Opens the file, makes it and its folder where missing, and brings it to this program's schema. A damaged one is put aside and what can be
     * saved of it is saved: see {@link #damage}.
     */
    public static Ledger open(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
                unpackNativeLibraryIn(folder);
            }
            Optional<Damage> damage = Optional.empty();
            Optional<String> trouble = DamageCheck.of(file);
            if (trouble.isPresent()) {
                damage = Optional.of(new Salvage(file).run(trouble.get()));
            }
            Connection connection = connect(file, false);
            try {
                Reserve.clear(connection);
                Migrations.run(connection);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
            return new Ledger(file, connection, damage);
        } catch (IOException | SQLException e) {
            throw failure("cannot open " + file + " of", e);
        }
    }

    /** The system's temporary folder may forbid programs; a folder that somebody else chose stays, as long as it is there. */
    private static void unpackNativeLibraryIn(Path folder) {
        String chosen = System.getProperty("org.sqlite.tmpdir");
        if (chosen == null || !Files.isDirectory(Path.of(chosen))) {
            System.setProperty("org.sqlite.tmpdir", folder.toString());
        }
    }

    /** What was found wrong with the file when it was opened; empty when it was whole. */
    public Optional<Damage> damage() {
        return damage;
    }

    /**
     * Sees to it that the ledger can be written when the disk is full: call it after opening, and now and then.
     *
     * @return whether the reserve had to be filled
     */
    public boolean keepReserve() {
        turn.lock();
        try {
            return !closed && Reserve.fill(writing, file);
        } catch (SQLException e) {
            undo(writing);
            throw noted(failure("cannot keep room in", e));
        } finally {
            turn.unlock();
        }
    }

    static Connection connect(Path file, boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout((int) BUSY_LIMIT.toMillis());
        config.enforceForeignKeys(true);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        if (readOnly) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA query_only = ON");
            }
        }
        return connection;
    }

    /** Runs a transaction that writes; returns after it is forced to disk. An exception of the work undoes it. */
    public <T> T write(Function<Transaction, T> work) {
        turn.lock();
        try {
            writer.takeAfterCommit(); // of a transaction that was undone
            begin(writing, "BEGIN IMMEDIATE");
            T result = work.apply(writer);
            run(writing, "COMMIT");
            writer.takeAfterCommit().forEach(Runnable::run);
            return result;
        } catch (SQLException e) {
            errors.increment();
            undo(writing);
            throw noted(failure("cannot write to", e));
        } catch (RuntimeException | Error e) {
            if (e instanceof LedgerException trouble) {
                errors.increment();
                noted(trouble);
            }
            undo(writing);
            throw e;
        } finally {
            turn.unlock();
        }
    }

    /** Runs a transaction that only reads: all its statements see the same state. */
    public <T> T read(Function<Transaction, T> work) {
        Reader reader = reader();
        boolean sound = false;
        try {
            begin(reader.connection(), "BEGIN");
            T result = work.apply(reader.transaction());
            undo(reader.connection());
            sound = true;
            return result;
        } catch (LedgerException e) {
            errors.increment();
            throw noted(e);
        } catch (SQLException e) {
            errors.increment();
            throw noted(failure("cannot read from", e));
        } finally {
            giveBack(reader, sound);
        }
    }

    private LedgerException noted(LedgerException trouble) {
        damaged |= trouble.isDamage();
        return trouble;
    }

    /** Whether the file turned out to be broken while it was used; opening it again saves what can be saved. */
    public boolean isDamaged() {
        return damaged;
    }

    private Reader reader() {
        synchronized (idle) {
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        try {
            Connection connection = connect(file, true);
            return new Reader(connection, new Transaction(connection));
        } catch (SQLException e) {
            errors.increment();
            throw noted(failure("cannot read from", e));
        }
    }

    private void giveBack(Reader reader, boolean sound) {
        synchronized (idle) {
            if (sound && !closed && idle.size() < MAX_IDLE_READERS) {
                idle.push(reader);
                return;
            }
        }
        close(reader.connection());
    }

    /**
     * Begins a transaction. The driver's own would begin the next one with each commit, and keep the only place of a writer for ever, also from a
     * backup.
     */
    static void begin(Connection connection, String how) throws SQLException {
        try {
            run(connection, how);
        } catch (SQLException e) {
            undo(connection); // of a transaction that could not be undone then
            run(connection, how);
        }
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Undoes what is begun; SQLite may have done so itself, when the disk was full. */
    static void undo(Connection connection) {
        try {
            run(connection, "ROLLBACK");
        } catch (SQLException e) {
            // Nothing is begun; or it is tried again before the next transaction.
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure("cannot close", e);
        }
    }

    /** How often it could not be read or written. */
    public long errors() {
        return errors.sum();
    }

    static LedgerException failure(String what, Exception e) {
        boolean full = e instanceof SQLException sql && sql.getErrorCode() == SQLiteErrorCode.SQLITE_FULL.code;
        boolean damaged = DamageCheck.isDamage(e);
        return new LedgerException(
                what + " the engine's ledger (" + e.getMessage() + "); "
                        + (full
                                ? "the disk is full: free some space, nothing else has to be done"
                                : damaged
                                        ? "it is damaged: the next start puts it aside and saves what it can"
                                        : "see docs/adr/0009-engine-store.md, and restore the file from a backup if this stays"),
                e,
                damaged);
    }

    /** Ends after the running transaction; the file is whole and has no log beside it. */
    @Override
    public void close() {
        turn.lock();
        try {
            List<Reader> readers;
            synchronized (idle) {
                closed = true;
                readers = new ArrayList<>(idle);
                idle.clear();
            }
            readers.forEach(reader -> close(reader.connection()));
            close(writing);
        } finally {
            turn.unlock();
        }
    }
}
