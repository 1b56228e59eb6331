package io.failsight.settings.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.settings.AddressRange;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
final class SenderBookTest {
    private static final Instant START = Instant.parse("2026-11-20T20:00:00Z");

    private @TempDir Path folder;
    private Path file;
    private SenderBook book;
    private Instant now = START;
    private final InstantSource clock = () -> now;
    private final List<String> problems = new ArrayList<>();

    @BeforeEach
    void open() {
        file = SenderBook.fileIn(folder);
        book = new SenderBook(file, clock, new SecureRandom());
    }

    private SenderRegistry registry() {
        return new SenderRegistry(file, clock, problems::add);
    }

    private void add(String name) throws Exception {
        book.add(name, Sender.Place.NOWHERE, List.of());
    }

    @Test
    void keepsWhatItWasTold() throws Exception {
        AddressRange range = AddressRange.read("192.0.2.0/24").orElseThrow();
        Sender.Place place = new Sender.Place("north", "vms", "vms-a");
        book.add("vms-a", place, List.of(range));
        String token = book.addToken("vms-a", Optional.of(Duration.ofDays(1)));
        Sender read = registry().sender("vms-a").orElseThrow();
        assertEquals(place, read.place());
        assertEquals(List.of(range), read.addresses());
        Credential credential = read.credentials().getFirst();
        assertEquals(Credential.Kind.TOKEN, credential.kind());
        assertEquals(Optional.of(START.plus(Duration.ofDays(1))), credential.expires());
        assertTrue(token.matches("fst_[A-Za-z0-9_-]{43}"), "256 random bits");
        assertFalse(Files.readString(file).contains(token), "only its digest is kept");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void aTokenOpensUntilItIsRevokedOrExpires() throws Exception {
        add("a");
        String lasting = book.addToken("a", Optional.empty());
        String brief = book.addToken("a", Optional.of(Duration.ofHours(1)));
        SenderRegistry registry = registry();
        SenderRegistry.Known known = registry.ofToken(lasting).orElseThrow();
        assertEquals(Optional.empty(), registry.problem(known, null));
        assertTrue(registry.ofToken(lasting + "x").isEmpty());
        now = START.plus(Duration.ofHours(1));
        SenderRegistry.Known expired = registry.ofToken(brief).orElseThrow();
        assertTrue(registry.problem(expired, null).orElseThrow().contains("has expired"));
        assertEquals(1, book.revoke("a", Optional.of(known.credential().id())));
        registry.look();
        assertTrue(registry.problem(registry.ofToken(lasting).orElseThrow(), null)
                .orElseThrow()
                .contains("was revoked"));
        assertFalse(registry.stillOpens(known.credential().digest()));
        assertEquals(1, book.revoke("a", Optional.empty()), "the other one, expired but never revoked");
    }

    @Test
    void aCredentialIsGoodOnlyFromTheAddressesOfItsSender() throws Exception {
        book.add(
                "a",
                Sender.Place.NOWHERE,
                List.of(AddressRange.read("192.0.2.0/24").orElseThrow()));
        String token = book.addToken("a", Optional.empty());
        SenderRegistry registry = registry();
        SenderRegistry.Known known = registry.ofToken(token).orElseThrow();
        assertEquals(Optional.empty(), registry.problem(known, InetAddress.ofLiteral("192.0.2.9")));
        assertTrue(registry.problem(known, InetAddress.ofLiteral("192.0.3.9"))
                .orElseThrow()
                .contains("may not be used from this address"));
    }

    @Test
    void aRemovedSendersTokenIsNotKnown() throws Exception {
        add("a");
        String token = book.addToken("a", Optional.empty());
        book.remove("a");
        assertTrue(registry().ofToken(token).isEmpty());
        assertThrows(SenderException.class, () -> book.remove("a"));
    }

    @Test
    void refusesNamesThatAreWrongOrTaken() throws Exception {
        add("vms-a");
        for (String name : List.of("", "../x", "a b", "a/b", "sender:x", "VMS-A", "vms-a", "x".repeat(64))) {
            assertThrows(SenderException.class, () -> add(name), name);
        }
    }

    @Test
    void aDamagedFileLeavesWhatItSaidBeforeInForceAndIsNotOverwritten() throws Exception {
        add("a");
        String token = book.addToken("a", Optional.empty());
        String good = Files.readString(file);
        SenderRegistry registry = registry();
        for (String damage :
                List.of("\u0000\u0001", "senders: 3", "senders: [{name: 7}]", "[", good.substring(0, 150))) {
            Files.writeString(file, damage);
            registry.look();
            assertTrue(registry.ofToken(token).isPresent(), damage);
            assertThrows(SendersFileException.class, () -> add("b"), damage);
            assertEquals(damage, Files.readString(file));
        }
        assertEquals(5, problems.size(), () -> "each told once: " + problems);
        assertFalse(String.join(" ", problems).contains(good.substring(150, 170)), "nothing of it is quoted");
        Files.writeString(file, good);
        registry.look();
        add("b");
        registry.look();
        assertEquals(2, registry.senders().size());
    }

    @Test
    void aFileThatIsDamagedFromTheBeginningLetsNobodyIn() throws IOException {
        Files.writeString(file, "senders: oops");
        assertEquals(List.of(), registry().senders());
        assertEquals(1, problems.size());
    }

    @Test
    void manyChangesAtOnceLoseNone() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String name = "s" + i;
                all.add(threads.submit(() -> {
                    new SenderBook(file, clock, new SecureRandom()).add(name, Sender.Place.NOWHERE, List.of());
                    return 0;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertEquals(40, book.senders().size());
    }

    @Test
    void boundsTheCredentialsOfASenderAndForgetsRevokedOnesFirst() throws Exception {
        add("a");
        for (int i = 0; i < 20; i++) {
            book.addToken("a", Optional.empty());
        }
        assertThrows(SenderException.class, () -> book.addToken("a", Optional.empty()));
        String oldest = book.senders().getFirst().credentials().getFirst().id();
        book.revoke("a", Optional.of(oldest));
        book.addToken("a", Optional.empty());
        assertTrue(book.senders().getFirst().credentials().stream()
                .noneMatch(credential -> credential.id().equals(oldest)));
    }
}
