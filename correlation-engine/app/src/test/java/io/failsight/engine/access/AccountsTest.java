package io.failsight.engine.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.engine.audit.Audit;
import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.testing.FakeClock;
import io.quarkus.elytron.security.common.BcryptUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changing the users file, on real files. */
class AccountsTest {
    private static final String PASSWORD = "four words make one";
    private static final String HASH = BcryptUtil.bcryptHash("before that day", 4);

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private Path file;
    private Ledger ledger;
    private Accounts accounts;
    private Sessions sessions;
    private AccountKeeper keeper;

    @BeforeEach
    void start() throws IOException {
        file = folder.resolve("users.yaml");
        write("""
            # mine
            users:
            - {name: admin, roles: [admin], password: "%s", made: true}
            - {name: otto, roles: [operator], password: "%s", telephone: 4711}
            contact: it@site.example
            """.formatted(HASH, HASH));
        ledger = Ledger.open(folder.resolve("failsight.db"));
        accounts = new Accounts(file, clock, problem -> {});
        sessions = new Sessions(clock);
        keeper = new AccountKeeper(
                accounts, sessions, password -> BcryptUtil.bcryptHash(password, 4), new Audit(ledger, clock));
    }

    @AfterEach
    void end() {
        ledger.close();
    }

    private void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> audit() {
        return ledger.read(transaction -> Audit.page(transaction, Long.MAX_VALUE, 100)).reversed().stream()
                .map(act -> act.by() + " " + act.action() + " " + act.text())
                .toList();
    }

    private static String refused(org.junit.jupiter.api.function.Executable change) {
        return String.valueOf(assertThrows(AccountException.class, change).getMessage());
    }

    @Test
    void addsChangesAndRemovesAndRecordsEach() throws Exception {
        keeper.add("admin", "vera", Set.of(Role.VIEWER), PASSWORD);
        Account vera = accounts.find("vera").orElseThrow();
        assertTrue(vera.passwordMade() && BcryptUtil.matches(PASSWORD, vera.passwordHash()));
        keeper.set("admin", "vera", Set.of(Role.OPERATOR), false);
        assertTrue(accounts.find("vera").orElseThrow().may(Role.OPERATOR));
        keeper.set("admin", "vera", Set.of(Role.OPERATOR), true);
        assertTrue(accounts.find("vera").isEmpty(), "who is disabled may not sign in");
        keeper.remove("admin", "vera");
        assertEquals(
                List.of("admin", "otto"),
                accounts.all().stream().map(Account::name).toList());
        assertEquals(
                List.of(
                        "admin add-user vera (viewer)",
                        "admin change-user vera: operator",
                        "admin change-user vera: operator, disabled",
                        "admin remove-user vera"),
                audit());
    }

    @Test
    void writesTheFileForItsOwnerOnlyAndKeepsWhatItDoesNotKnow() throws Exception {
        keeper.set("admin", "otto", Set.of(Role.VIEWER), false);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        String text = Files.readString(file);
        assertTrue(text.contains("telephone: 4711") && text.contains("contact: it@site.example"), text);
        assertTrue(text.contains("made: true"), text);
        assertFalse(Files.exists(folder.resolve("users.yaml.new")));
    }

    @Test
    void keepsWhatSomebodyWritesIntoTheFileAtTheSameTime() throws Exception {
        accounts.change(
                "otto",
                before -> new Account("otto", Set.of(Role.VIEWER), HASH),
                // Between the reading and the writing of the change.
                () -> write("""
                    users:
                    - {name: admin, roles: [admin], password: "%s"}
                    - {name: otto, roles: [operator], password: "%s"}
                    - {name: by-hand, roles: [viewer], password: "%s"}
                    """.formatted(HASH, HASH, HASH)));
        assertEquals(
                List.of("admin [admin]", "by-hand [viewer]", "otto [viewer]"),
                accounts.all().stream()
                        .map(account -> account.name() + " " + account.roleIds())
                        .toList());
    }

    @Test
    void neverRemovesTheLastAdmin() throws Exception {
        String last = "'admin' is the last admin who may sign in; make another one an admin before";
        assertEquals(last, refused(() -> keeper.remove("admin", "admin")));
        assertEquals(last, refused(() -> keeper.set("admin", "admin", Set.of(Role.OPERATOR), false)));
        assertEquals(last, refused(() -> keeper.set("admin", "admin", Set.of(Role.ADMIN), true)));
        assertEquals(List.of(), audit(), "what was not done is not recorded as done");
        keeper.add("admin", "anna", Set.of(Role.ADMIN), PASSWORD);
        keeper.remove("anna", "admin");
        assertEquals(
                List.of("anna", "otto"),
                accounts.all().stream().map(Account::name).toList());
    }

    @Test
    void refusesWhatIsNoAccount() {
        assertTrue(refused(() -> keeper.add("admin", "a b", Set.of(Role.VIEWER), PASSWORD))
                .contains("'name' must"));
        assertTrue(refused(() -> keeper.add("admin", "otto", Set.of(Role.VIEWER), PASSWORD))
                .contains("already"));
        assertTrue(refused(() -> keeper.add("admin", "vera", Set.of(Role.VIEWER), "short"))
                .contains("12"));
        assertTrue(refused(() -> keeper.remove("admin", "nobody")).contains("no account 'nobody'"));
        assertTrue(refused(() -> keeper.setPassword("admin", "otto", "otto otto otto 1"))
                .contains("name"));
    }

    @Test
    void changesNothingInAFileThatItDoesNotUnderstand() throws Exception {
        write("users: [");
        assertTrue(refused(() -> keeper.remove("admin", "otto")).contains("no YAML"));
        assertEquals("users: [", Files.readString(file));
    }

    @Test
    void aNewPasswordEndsTheSessionsOfItsOwner() throws Exception {
        Account otto = accounts.find("otto").orElseThrow();
        String session = sessions.start(otto).token();
        String other = sessions.start(accounts.find("admin").orElseThrow()).token();
        assertEquals(1, sessions.count("otto"));
        keeper.setPassword("admin", "otto", PASSWORD);
        assertFalse(sessions.lives(session));
        assertTrue(sessions.lives(other), "others stay signed in");
        assertTrue(accounts.find("otto").orElseThrow().passwordMade());
        keeper.changeOwnPassword("otto", "and another four words");
        assertFalse(accounts.find("otto").orElseThrow().passwordMade());
        assertEquals(List.of("admin set-password of otto", "otto change-password "), audit());
    }

    @Test
    void tokensOpenUntilTheyEndOrAreRevokedAndOnlyTheirHashIsKept() throws Exception {
        ApiTokens tokens = new ApiTokens(ledger, clock);
        ApiTokens.Made made = tokens.make(
                "admin", "wall display", Role.VIEWER, clock.instant().plus(Duration.ofDays(30)));
        assertTrue(made.secret().matches("fst_[A-Za-z0-9_-]{43}"), "256 bits");
        Account account = tokens.use(made.secret()).orElseThrow();
        assertEquals("token wall display", account.name());
        assertTrue(account.may(Role.VIEWER) && !account.may(Role.OPERATOR));
        assertTrue(tokens.use(made.secret() + "x").isEmpty());
        for (Path stored : List.of(folder.resolve("failsight.db"), folder.resolve("failsight.db-wal"))) {
            String bytes = Files.readString(stored, java.nio.charset.StandardCharsets.ISO_8859_1);
            assertFalse(bytes.contains(made.secret().substring(4)), stored + " holds the secret");
        }
        ApiTokens restarted = new ApiTokens(ledger, clock);
        assertTrue(restarted.use(made.secret()).isPresent(), "it outlives the engine");
        clock.advance(Duration.ofDays(30));
        assertTrue(restarted.use(made.secret()).isEmpty() && !restarted.lives(made.secret()), "it is over");
        ApiTokens.Made second =
                restarted.make("admin", "other", Role.ADMIN, clock.instant().plus(Duration.ofDays(1)));
        assertTrue(restarted.revoke("admin", second.token().id()));
        assertTrue(restarted.use(second.secret()).isEmpty());
        assertFalse(restarted.revoke("admin", second.token().id()));
        assertTrue(new ApiTokens(ledger, clock).use(second.secret()).isEmpty());
        assertEquals("admin revoke-token other", audit().getLast());
        assertThrows(AccountException.class, () -> tokens.make("admin", "past", Role.VIEWER, clock.instant()));
    }

    @Test
    void countsCallsOfEachCallerAndCostApart() {
        RequestLimiter limiter = new RequestLimiter(clock);
        for (int i = 0; i < 400; i++) {
            assertTrue(limiter.take("otto", Cost.SEARCH).isEmpty());
        }
        assertEquals(Duration.ofMillis(25), limiter.take("otto", Cost.SEARCH).orElseThrow());
        assertTrue(limiter.take("otto", Cost.ORDINARY).isEmpty());
        assertTrue(limiter.take("vera", Cost.SEARCH).isEmpty());
        clock.advance(Duration.ofMillis(25));
        assertTrue(limiter.take("otto", Cost.SEARCH).isEmpty());
        assertFalse(limiter.take("otto", Cost.SEARCH).isEmpty());
        clock.advance(Duration.ofHours(-1));
        assertFalse(limiter.take("otto", Cost.SEARCH).isEmpty());
        clock.advance(Duration.ofHours(2));
        for (int i = 0; i < 400; i++) {
            assertTrue(limiter.take("otto", Cost.SEARCH).isEmpty());
        }
        assertFalse(limiter.take("otto", Cost.SEARCH).isEmpty(), "never more at once than the bucket holds");
    }

    @Test
    void boundsHowManyStreamsACallerHas() {
        StreamSlots slots = new StreamSlots();
        StreamSlots.Slot first = slots.take("otto").orElseThrow();
        for (int i = 1; i < StreamSlots.MAX_OF_CALLER; i++) {
            assertTrue(slots.take("otto").isPresent());
        }
        assertTrue(slots.take("otto").isEmpty());
        assertTrue(slots.take("vera").isPresent());
        first.close();
        first.close();
        assertTrue(slots.take("otto").isPresent());
        assertTrue(slots.take("otto").isEmpty());
    }

    @Test
    void recordsFailedSignInsWithoutFillingTheAudit() {
        SignInRecords records = new SignInRecords(new Audit(ledger, clock), clock);
        for (int i = 0; i < 50; i++) {
            records.failed("otto", true, "192.0.2.7");
        }
        records.failed("my-password-in-the-wrong-field", false, "192.0.2.7");
        assertEquals(
                List.of("otto sign-in-failed from 192.0.2.7", "unknown name sign-in-failed from 192.0.2.7"), audit());
        clock.advance(Duration.ofMinutes(1));
        records.settle();
        assertEquals("otto sign-in-failed 49 times more from 192.0.2.7 within a minute", audit().getLast());
        records.used("otto", "192.0.2.7", "Basic credentials");
        records.used("otto", "192.0.2.7", "Basic credentials");
        assertEquals(4, audit().size());
        clock.advance(Duration.ofDays(1));
        records.used("otto", "192.0.2.7", "Basic credentials");
        assertEquals(5, audit().size());
    }
}
