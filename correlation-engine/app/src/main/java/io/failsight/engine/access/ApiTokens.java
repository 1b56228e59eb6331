package io.failsight.engine.access;

import io.failsight.engine.audit.Audit;
import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.ledger.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens of programs that use the API: made by an admin, shown once, kept as SHA-256 only (a token is 256 random bits, which nobody guesses), with
 * a role and an end. Thread-safe; looking one up never blocks.
 */
public final class ApiTokens {
    /** How a token begins, so that people and secret scanners know what they see. */
    public static final String PREFIX = "fst_";
    /** Most tokens; a small appliance has few clients. */
    public static final int MAX = 200;
    /** Longest life. */
    public static final Duration MAX_LIFE = Duration.ofDays(3_660);

    private static final String SELECT = "SELECT id, name, role, digest, made_at, made_by, expires FROM api_tokens ";

    /**
     * A token without its secret.
     *
     * @param expires when it ends
     * @param used when this run of the engine last saw it; null when never
     */
    public record Token(
            long id,
            String name,
            Role role,
            String digest,
            Instant madeAt,
            String madeBy,
            Instant expires,
            @Nullable Instant used) {
        /** Whose name stands in the audit for what it does. */
        public String account() {
            return "token " + name;
        }

        @Override
        public String toString() {
            return "Token[" + id + ", " + name + ", " + role + "]";
        }
    }

    /** A token just made; the secret is told once and not kept. */
    public record Made(Token token, String secret) {
        @Override
        public String toString() {
            return "Made[" + token + "]";
        }
    }

    private final Ledger ledger;
    private final InstantSource clock;
    private final Map<String, Token> byDigest = new ConcurrentHashMap<>();
    private final Map<Long, Instant> uses = new ConcurrentHashMap<>();

    public ApiTokens(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
        ledger.read(transaction -> transaction.query(SELECT + "ORDER BY id", ApiTokens::read))
                .forEach(token -> byDigest.put(token.digest(), token));
    }

    /** Makes one. */
    public synchronized Made make(String by, String name, Role role, Instant expires) throws AccountException {
        Instant now = clock.instant();
        if (name.isBlank() || name.length() > 64 || name.chars().anyMatch(Character::isISOControl)) {
            throw wrong("'name' must say in 1 to 64 characters which program it is for");
        }
        if (!expires.isAfter(now) || expires.isAfter(now.plus(MAX_LIFE))) {
            throw wrong("'expires' must be a time to come, within ten years");
        }
        if (byDigest.size() >= MAX) {
            throw wrong("there are " + MAX + " tokens already; revoke those that nobody uses");
        }
        String secret = PREFIX + SecretText.random();
        String digest = SecretText.digest(secret);
        Token made = ledger.write(transaction -> {
            long id = transaction.insert(
                    "INSERT INTO api_tokens (name, role, digest, made_at, made_by, expires) VALUES (?, ?, ?, ?, ?, ?)",
                    name,
                    role.id(),
                    digest,
                    now.toEpochMilli(),
                    by,
                    expires.toEpochMilli());
            record(transaction, now, by, "add-token", name + " (" + role.id() + ") until " + expires);
            return transaction.one(SELECT + "WHERE id = ?", ApiTokens::read, id).orElseThrow();
        });
        byDigest.put(digest, made);
        return new Made(made, secret);
    }

    private static AccountException wrong(String words) {
        return new AccountException(AccountException.Kind.WRONG, words);
    }

    /** Ends one for good; false when there is none of that number. */
    public synchronized boolean revoke(String by, long id) {
        Instant now = clock.instant();
        Optional<Token> known =
                byDigest.values().stream().filter(token -> token.id() == id).findFirst();
        known.ifPresent(token -> {
            // First here, so that it does not open anything any more, whatever the disk does.
            byDigest.remove(token.digest());
            ledger.write(transaction -> {
                transaction.update("DELETE FROM api_tokens WHERE id = ?", id);
                record(transaction, now, by, "revoke-token", token.name());
                return true;
            });
        });
        return known.isPresent();
    }

    private static void record(Transaction transaction, Instant now, String by, String action, String text) {
        Audit.add(transaction, TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano(), by, action, null, text);
    }

    /** All of them, ended ones included, by name. */
    public List<Token> all() {
        return byDigest.values().stream()
                .map(token -> new Token(
                        token.id(),
                        token.name(),
                        token.role(),
                        token.digest(),
                        token.madeAt(),
                        token.madeBy(),
                        token.expires(),
                        uses.get(token.id())))
                .sorted(java.util.Comparator.comparing(Token::name).thenComparing(Token::id))
                .toList();
    }

    /** The account that a secret stands for, with its role and no password; empty when it is unknown, revoked or over. */
    public Optional<Account> use(String secret) {
        Instant now = clock.instant();
        Optional<Token> found = find(secret, now);
        found.ifPresent(token -> uses.put(token.id(), now));
        return found.map(token -> new Account(token.account(), Set.of(token.role()), ""));
    }

    /** Whether a secret still opens anything. */
    public boolean lives(String secret) {
        return find(secret, clock.instant()).isPresent();
    }

    private Optional<Token> find(String secret, Instant now) {
        return Optional.ofNullable(byDigest.get(SecretText.digest(secret)))
                .filter(token -> now.isBefore(token.expires()));
    }

    private static Token read(ResultSet row) throws SQLException {
        return new Token(
                row.getLong(1),
                row.getString(2),
                Role.ofId(row.getString(3)).orElse(Role.VIEWER),
                row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)),
                row.getString(6),
                Instant.ofEpochMilli(row.getLong(7)),
                null);
    }
}
