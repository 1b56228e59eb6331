package io.failsight.engine.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.engine.testing.FakeClock;
import io.quarkus.elytron.security.common.BcryptUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {
    private static final String HASH = BcryptUtil.bcryptHash("secret", 4);

    @TempDir
    @SuppressWarnings("NullAway.Init") // injected
    private Path folder;

    private final FakeClock clock = new FakeClock();
    private final List<String> problems = new ArrayList<>();
    private final List<String> checked = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger checks = new AtomicInteger();

    @SuppressWarnings("NullAway.Init") // set before each test
    private SignIn signIn;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Accounts accounts;

    @BeforeEach
    void start() throws IOException {
        users("- {name: ann, roles: [viewer, admin], password: \"" + HASH + "\"}");
        accounts = new Accounts(folder.resolve("users.yaml"), clock, problems::add);
        signIn = new SignIn(
                accounts,
                (password, hash) -> {
                    checks.incrementAndGet();
                    checked.add(hash);
                    return BcryptUtil.matches(password, hash);
                },
                clock);
    }

    private void users(String lines) throws IOException {
        Files.writeString(folder.resolve("users.yaml"), "users:\n" + lines + "\n");
        clock.advance(Duration.ofSeconds(2));
    }

    @Test
    void acceptsRightPasswordOnly() {
        assertInstanceOf(SignIn.Result.Accepted.class, signIn.attempt("ann", "secret", "1"));
        assertEquals(new SignIn.Result.Refused(), signIn.attempt("ann", "Secret", "1"));
        assertEquals(new SignIn.Result.Refused(), signIn.attempt("Ann", "secret", "1"));
        assertEquals(new SignIn.Result.Refused(), signIn.attempt("ann", "x".repeat(257), "1"));
    }

    @Test
    void checksUnknownNamesAsSlowlyAsKnownOnes() {
        assertEquals(new SignIn.Result.Refused(), signIn.attempt("nobody", "x", "1"));
        assertEquals(List.of(PasswordCheck.NOBODY), checked);
        assertEquals(60, PasswordCheck.NOBODY.length());
    }

    @Test
    void remembersCredentialsForAMinute() throws IOException {
        assertTrue(signIn.recent("ann", "secret").isEmpty());
        signIn.attempt("ann", "secret", "1");
        assertTrue(signIn.recent("ann", "secret").isPresent());
        assertTrue(signIn.recent("ann", "other").isEmpty());
        clock.advance(Duration.ofSeconds(61));
        assertTrue(signIn.recent("ann", "secret").isEmpty());
        signIn.attempt("ann", "secret", "1");
        users("- {name: ann, roles: [viewer], password: \"" + BcryptUtil.bcryptHash("new", 4) + "\"}");
        assertTrue(signIn.recent("ann", "secret").isEmpty());
    }

    @Test
    void slowsDownPerNameAndPerAddress() {
        for (int i = 0; i < SignInLimiter.MAX_FAILURES_OF_NAME; i++) {
            assertEquals(new SignIn.Result.Refused(), signIn.attempt("ann", "wrong", "address " + i));
        }
        int before = checks.get();
        assertInstanceOf(SignIn.Result.TooMany.class, signIn.attempt("ann", "secret", "other"));
        assertEquals(before, checks.get());
        clock.advance(Duration.ofSeconds(61));
        assertInstanceOf(SignIn.Result.Accepted.class, signIn.attempt("ann", "secret", "other"));
        for (int i = 0; i < SignInLimiter.MAX_FAILURES_OF_ADDRESS; i++) {
            assertEquals(new SignIn.Result.Refused(), signIn.attempt("name " + i, "wrong", "bad"));
        }
        assertInstanceOf(SignIn.Result.TooMany.class, signIn.attempt("ann", "secret", "bad"));
        assertInstanceOf(SignIn.Result.Accepted.class, signIn.attempt("ann", "secret", "good"));
    }

    @Test
    void doesNotCountSuccesses() {
        for (int i = 0; i < 100; i++) {
            assertInstanceOf(SignIn.Result.Accepted.class, signIn.attempt("ann", "secret", "1"));
        }
    }

    @Test
    void acceptsAnyNumberOfRightPasswordsAtOnceAndChecksFew() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<SignIn.Result>> attempts = Collections.nCopies(
                    5 * SignInLimiter.MAX_FAILURES_OF_ADDRESS, () -> signIn.attempt("ann", "secret", "1"));
            for (Future<SignIn.Result> result : threads.invokeAll(attempts)) {
                assertInstanceOf(SignIn.Result.Accepted.class, result.get());
            }
        }
        assertTrue(checks.get() <= 2, checks + " passwords were checked");
    }

    @Test
    void doesNotCountAttemptsThatWereNotChecked() {
        for (int i = 0; i < 10 * SignInLimiter.MAX_FAILURES_OF_ADDRESS; i++) {
            signIn.attempt("bob", "wrong", "1");
        }
        assertEquals(SignInLimiter.MAX_FAILURES_OF_NAME, checks.get());
        assertInstanceOf(SignIn.Result.Accepted.class, signIn.attempt("ann", "secret", "1"));
    }

    @Test
    void letsPeopleInWhoShareLoopbackWithOneWhoFails() {
        for (int i = 0; i < 2 * SignInLimiter.MAX_FAILURES_OF_ADDRESS; i++) {
            assertEquals(new SignIn.Result.Refused(), signIn.attempt("name " + i, "wrong", "127.0.0.1"));
        }
        assertInstanceOf(SignIn.Result.Accepted.class, signIn.attempt("ann", "secret", "127.0.0.1"));
        for (int i = 0; i < SignInLimiter.MAX_FAILURES_OF_LOOPBACK; i++) {
            signIn.attempt("name " + i, "wrong", "0:0:0:0:0:0:0:1");
        }
        assertInstanceOf(SignIn.Result.TooMany.class, signIn.attempt("ann", "secret", "0:0:0:0:0:0:0:1"));
    }

    @Test
    void readsTheFileAgainAndKeepsTheOldAccountsWhenItIsBroken() throws IOException {
        assertTrue(accounts.find("ann").orElseThrow().may(Role.OPERATOR));
        users("- {name: bob, roles: [viewer], password: \"" + HASH + "\"}");
        assertFalse(accounts.find("bob").orElseThrow().may(Role.OPERATOR));
        assertTrue(accounts.find("ann").isEmpty());
        users("- nonsense");
        assertTrue(accounts.find("bob").isPresent());
        clock.advance(Duration.ofSeconds(2));
        assertTrue(accounts.find("bob").isPresent());
        assertEquals(1, problems.size(), problems.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- {name: x}",
                "- {name: x, roles: [], password: \"$2a$04$abcdefghijklmnopqrstuuJ6Bs7dFJ0GzIY5rXqDH1oYk9L1WcYeS\"}",
                "- {name: x, roles: [root], password: \"$2a$04$abcdefghijklmnopqrstuuJ6Bs7dFJ0GzIY5rXqDH1oYk9L1WcYeS\"}",
                "- {name: x, roles: [viewer], password: secret}",
                "- !!javax.script.ScriptEngineManager []",
                "  : : :"
            })
    void saysWhatIsWrongWithTheFile(String lines) throws IOException {
        users(lines);
        accounts.find("x");
        assertEquals(1, problems.size());
        assertTrue(problems.getFirst().contains("users.yaml"));
        assertFalse(problems.getFirst().contains("secret"));
    }

    @Test
    void endsSessionsWhenIdleAndAtTheLatest() {
        Sessions sessions = new Sessions(clock);
        Account ann = accounts.find("ann").orElseThrow();
        String idle = sessions.start(ann).token();
        clock.advance(Sessions.IDLE.minusSeconds(1));
        assertTrue(sessions.lives(idle));
        assertTrue(sessions.use(idle).isPresent());
        clock.advance(Sessions.IDLE);
        assertTrue(sessions.use(idle).isEmpty());
        String busy = sessions.start(ann).token();
        for (Duration age = Duration.ZERO; age.compareTo(Sessions.ABSOLUTE) < 0; age = age.plusMinutes(20)) {
            assertTrue(sessions.use(busy).isPresent());
            clock.advance(Duration.ofMinutes(20));
        }
        assertTrue(sessions.use(busy).isEmpty());
        assertFalse(sessions.lives("x"));
    }

    @Test
    void showsNoSecrets() {
        Account ann = accounts.find("ann").orElseThrow();
        Sessions.Started started = new Sessions(clock).start(ann);
        assertFalse(ann.toString().contains(HASH));
        assertFalse(started.toString().contains(started.token()));
        assertEquals(43, started.token().length());
    }
}
