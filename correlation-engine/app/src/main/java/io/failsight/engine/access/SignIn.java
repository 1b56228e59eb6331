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
    /** Passwords checked at the same time; more would starve searches of processors, and let as many more guesses pass the limits. */
    private static final int CHECKS_AT_ONCE = 2;
    /** How long an attempt waits for its turn. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    /** How an attempt ended. */
    public sealed interface Result {
        /** Name and password are right. */
        record Accepted(Account account) implements Result {}

        /** One of them is wrong; which one is not told. */
        record Refused() implements Result {}

        /** Too many failed sign-ins: try again after so long; the password was not looked at. */
        record TooMany(Duration delay) implements Result {}

        /** Too many passwords to check just now: try again after so long; nothing is wrong with this one. */
        record Busy(Duration delay) implements Result {}
    }

    private final Accounts accounts;
    private final PasswordCheck passwords;
    private final SignInLimiter addresses;
    private final SignInLimiter loopback;
    private final SignInLimiter names;
    private final CredentialCache cache;
    private final Semaphore turns = new Semaphore(CHECKS_AT_ONCE, true);

    public SignIn(Accounts accounts, PasswordCheck passwords, InstantSource clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.addresses = new SignInLimiter(SignInLimiter.MAX_FAILURES_OF_ADDRESS, clock);
        this.loopback = new SignInLimiter(SignInLimiter.MAX_FAILURES_OF_LOOPBACK, clock);
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
        // Before waiting for a turn, too: those that guess take no turns from the others.
        Optional<Duration> delay = delay(name, address);
        if (delay.isPresent()) {
            return new Result.TooMany(delay.get());
        }
        if (!takeTurn()) {
            return new Result.Busy(MAX_WAIT);
        }
        try {
            return check(name, password, address);
        } finally {
            turns.release();
        }
    }

    private Result check(String name, String password, String address) {
        // A program that sends many requests at once checks its password with the first of them.
        Optional<Account> recent = recent(name, password);
        if (recent.isPresent()) {
            return new Result.Accepted(recent.get());
        }
        Optional<Duration> delay = delay(name, address);
        if (delay.isPresent()) {
            return new Result.TooMany(delay.get());
        }
        Optional<Account> account = accounts.find(name);
        boolean right =
                passwords.matches(password, account.map(Account::passwordHash).orElse(PasswordCheck.NOBODY));
        if (!right || account.isEmpty()) {
            limiter(address).failed(address);
            names.failed(name);
            return new Result.Refused();
        }
        cache.remember(account.get(), password);
        return new Result.Accepted(account.get());
    }

    private Optional<Duration> delay(String name, String address) {
        return limiter(address).delay(address).or(() -> names.delay(name));
    }

    private SignInLimiter limiter(String address) {
        return isLoopback(address) ? loopback : addresses;
    }

    /** Whether a literal address is this machine's own, whatever port or interface. */
    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
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
