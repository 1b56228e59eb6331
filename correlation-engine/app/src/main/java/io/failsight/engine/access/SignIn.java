package io.failsight.engine.access;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Checks names and passwords. Thread-safe; {@link #attempt} blocks for the time of one bcrypt. */
public final class SignIn {
    /** Longest name and password looked at; bcrypt itself ignores what follows byte 72. */
    static final int MAX_LENGTH = 256;
    /** Passwords checked at the same time; more would starve searches of processors. */
    private static final int CHECKS_AT_ONCE = 2;
    /** How long an attempt waits for its turn. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    /** How an attempt ended. */
    public sealed interface Result {
        /** Name and password are right. */
        record Accepted(Account account) implements Result {}

        /** One of them is wrong; which one is not told. */
        record Refused() implements Result {}

        /** Too many attempts: try again after so long. */
        record TooMany(Duration delay) implements Result {}
    }

    private final Accounts accounts;
    private final PasswordCheck passwords;
    private final SignInLimiter addresses;
    private final SignInLimiter names;
    private final CredentialCache cache;
    private final Semaphore turns = new Semaphore(CHECKS_AT_ONCE, true);

    public SignIn(Accounts accounts, PasswordCheck passwords, InstantSource clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.addresses = new SignInLimiter(SignInLimiter.MAX_FAILURES_OF_ADDRESS, clock);
        this.names = new SignInLimiter(SignInLimiter.MAX_FAILURES_OF_NAME, clock);
        this.cache = new CredentialCache(clock);
    }

    /** The account, when these very credentials were right a moment ago; never blocks. */
    public Optional<Account> recent(String name, String password) {
        return accounts.find(name).filter(account -> cache.knows(account, password));
    }

    /** Checks credentials that came from an address. */
    public Result attempt(String name, String password, String address) {
        if (name.length() > MAX_LENGTH || password.length() > MAX_LENGTH) {
            return new Result.Refused();
        }
        Optional<Duration> wait = addresses.attempt(address).or(() -> names.attempt(name));
        if (wait.isPresent()) {
            return new Result.TooMany(wait.get());
        }
        if (!takeTurn()) {
            return new Result.TooMany(MAX_WAIT);
        }
        try {
            Optional<Account> account = accounts.find(name);
            boolean right = passwords.matches(
                    password, account.map(Account::passwordHash).orElse(PasswordCheck.NOBODY));
            if (!right || account.isEmpty()) {
                return new Result.Refused();
            }
            addresses.succeeded(address);
            names.succeeded(name);
            cache.remember(account.get(), password);
            return new Result.Accepted(account.get());
        } finally {
            turns.release();
        }
    }

    private boolean takeTurn() {
        try {
            return turns.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
