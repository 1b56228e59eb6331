package io.failsight.engine.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.core.incident.IncidentState;
import io.failsight.engine.incident.Nanos;
import io.failsight.engine.incident.PublicIncident;
import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.notify.channel.Channel;
import io.failsight.engine.notify.channel.SendException;
import io.failsight.engine.testing.FakeClock;
import io.failsight.model.TimeSource;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import io.failsight.model.signal.Subject;
import io.failsight.settings.ConfigException;
import io.failsight.settings.SettingsReader;
import io.failsight.settings.notify.NotifySettings;
import io.failsight.settings.notify.ReceiverSettings;
import io.failsight.settings.notify.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves, when and in which order, with channels that only note what they get. */
final class DeliveriesTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final FakeClock clock = new FakeClock();
    /** Port of the target, then what was taken. */
    private final List<String> taken = new CopyOnWriteArrayList<>();
    /** What is wrong with a target: "away", or "refused" and a part of the delivery's id. */
    private final Map<Integer, String> trouble = new ConcurrentHashMap<>();

    private @Nullable Ledger ledger;
    private @Nullable Deliveries deliveries;
    private @Nullable Notifications notifications;

    @BeforeEach
    void open() throws Exception {
        start("{name: a, syslog: {host: h, port: 1}, proof: off}, {name: b, syslog: {host: h, port: 2}, proof: off}");
    }

    private void start(String receivers) throws IOException, ConfigException {
        Path file = Files.writeString(folder.resolve("failsight.yaml"), "notify: {receivers: [" + receivers + "]}");
        NotifySettings settings = SettingsReader.read(file).notifications();
        Ledger store = Ledger.open(folder.resolve("failsight.db"));
        Deliveries made =
                new Deliveries(settings, ZoneOffset.UTC, "http://localhost/", store, clock, identity -> this::channel);
        ledger = store;
        deliveries = made;
        notifications = new Notifications(settings.receivers(), ZoneOffset.UTC, "http://localhost/", clock, made::wake);
        made.start();
    }

    private Channel channel(Target target) {
        int port = target instanceof Target.Syslog syslog ? syslog.port() : 0;
        return delivery -> {
            String wrong = trouble.getOrDefault(port, "");
            if (wrong.equals("away")) {
                throw SendException.away("nobody is there", new IOException("away"));
            }
            if (!wrong.isEmpty() && delivery.id().contains(wrong)) {
                throw SendException.refused("not this one", new IOException("refused"));
            }
            taken.add(port + " " + delivery.id());
            return "";
        };
    }

    @AfterEach
    void close() {
        if (deliveries != null && ledger != null) {
            deliveries.close();
            ledger.close();
        }
    }

    private void restart(String receivers) throws Exception {
        close();
        start(receivers);
    }

    private void change(@Nullable PublicIncident before, PublicIncident after) {
        store().write(transaction -> {
            if (notifications != null) {
                notifications.incidentChanged(transaction, before, after);
            }
            return true;
        });
    }

    private Ledger store() {
        return Optional.ofNullable(ledger).orElseThrow();
    }

    private Deliveries running() {
        return Optional.ofNullable(deliveries).orElseThrow();
    }

    private PublicIncident incident(String id, IncidentState state) {
        return Incidents.node(id, 1, state, clock.instant());
    }

    /** Waits for it, moves nothing. */
    private static void await(BooleanSupplier condition, String what) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what);
            Thread.sleep(5);
        }
    }

    /** Waits for it while time passes in steps, each of which wakes the workers. */
    private void awaitWhile(Duration step, BooleanSupplier condition, String what) throws InterruptedException {
        await(
                () -> {
                    clock.advance(step);
                    running().wake();
                    return condition.getAsBoolean();
                },
                what);
    }

    @Test
    void aClockThatIsSetBackByAnHourHoldsNothingBackAndSendsNothingTwice() throws Exception {
        trouble.put(1, "away");
        change(null, incident("i1", IncidentState.DOWN));
        await(() -> taken.contains("2 i1.opened.b"), "b is told");
        awaitWhile(Duration.ofSeconds(1), () -> view("a").lastError() != null, "a is away");
        clock.advance(Duration.ofHours(-1));
        trouble.clear();
        awaitWhile(
                Duration.ofSeconds(1),
                () -> taken.contains("1 i1.opened.a"),
                "a is told within its pause, not after an hour");
        change(null, incident("i2", IncidentState.DOWN));
        awaitWhile(Duration.ofSeconds(1), () -> taken.contains("1 i2.opened.a"), "and of what comes then");
        clock.advance(Duration.ofHours(1));
        change(null, incident("i3", IncidentState.DOWN));
        awaitWhile(Duration.ofSeconds(1), () -> taken.contains("1 i3.opened.a"), "also after it is set ahead");
        assertEquals(taken.stream().distinct().toList(), List.copyOf(taken), "nobody is told twice");
    }

    @Test
    void whatFailsightSaysOfItsDiskIsToldToEverybodyOnce() throws Exception {
        OwnNotices notices = new OwnNotices(
                store(),
                running().views().stream()
                        .map(Deliveries.ReceiverView::name)
                        .map(DeliveriesTest::receiver)
                        .toList(),
                "http://localhost/",
                clock,
                running()::wake);
        List<Signal> passed = new CopyOnWriteArrayList<>();
        Signal filling = signal("e1", "failsight/disk", SignalKind.RESOURCE_SHORT);
        Signal others = signal("e2", "syslog/192.0.2.1", SignalKind.RESOURCE_SHORT);
        notices.before(passed::addAll).offer(List.of(filling, others));
        notices.before(passed::addAll).offer(List.of(filling));
        await(() -> taken.size() == 2, "both are told");
        assertEquals(
                List.of("1 e1.notice.a", "2 e1.notice.b"),
                taken.stream().sorted().toList());
        assertEquals(3, passed.size(), "and the core gets all signals");
    }

    private static ReceiverSettings receiver(String name) {
        try {
            Path file = Files.createTempFile("receiver", ".yaml");
            Files.writeString(file, "notify: {receivers: [{name: " + name + ", syslog: {host: h, port: 1}}]}");
            return SettingsReader.read(file).notifications().receivers().getFirst();
        } catch (IOException | ConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Signal signal(String id, String source, SignalKind kind) {
        return new Signal(
                id,
                kind,
                new Subject("", "", "host", "os", "disk", "disk"),
                "host",
                false,
                1,
                TimeSource.PARSED,
                1,
                1,
                source,
                1,
                0,
                0,
                Map.of(),
                "Disk of host is 92.4 % full: debug lines and spans are no longer indexed");
    }

    private Deliveries.ReceiverView view(String name) {
        return running().views().stream()
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void sendsAtOnceToAllAndInOrder() throws Exception {
        change(null, incident("i1", IncidentState.DOWN));
        change(null, incident("i2", IncidentState.DOWN));
        await(() -> taken.size() == 4, "all are sent");
        assertEquals(List.of("1 i1.opened.a", "1 i2.opened.a"), ofPort(1));
        assertEquals(List.of("2 i1.opened.b", "2 i2.opened.b"), ofPort(2));
        await(() -> view("a").lastSent() != null && view("a").waiting() == 0, "and it is known");
    }

    private List<String> ofPort(int port) {
        return taken.stream().filter(line -> line.startsWith(port + " ")).toList();
    }

    @Test
    void aReceiverThatIsAwayHoldsUpNobodyElseAndGetsAllInOrderLater() throws Exception {
        trouble.put(1, "away");
        change(null, incident("i1", IncidentState.DOWN));
        change(null, incident("i2", IncidentState.DOWN));
        await(() -> ofPort(2).size() == 2, "the other one is told");
        await(() -> view("a").lastError() != null, "the error is visible");
        assertEquals("nobody is there", view("a").lastError());
        trouble.clear();
        awaitWhile(Duration.ofSeconds(1), () -> ofPort(1).size() == 2, "told when it is back");
        assertEquals(List.of("1 i1.opened.a", "1 i2.opened.a"), ofPort(1));
        await(() -> view("a").lastError() == null, "the error is gone");
    }

    @Test
    void whatIsRefusedLetsOthersPassAndIsGivenUp() throws Exception {
        trouble.put(1, "i1");
        change(null, incident("i1", IncidentState.DOWN));
        change(null, incident("i2", IncidentState.DOWN));
        await(() -> ofPort(1).size() == 1, "the second one passes");
        awaitWhile(Duration.ofMinutes(1), () -> view("a").failed() == 1, "the first one is given up");
        String state = store().read(transaction -> Outbox.notices(transaction, "i1")).stream()
                .filter(notice -> notice.receiver().equals("a"))
                .findFirst()
                .map(notice -> notice.state() + ": " + notice.error())
                .orElse("");
        assertTrue(state.startsWith("failed: given up after ") && state.endsWith("not this one"), state);
    }

    @Test
    void givesUpAfterADayAndSaysSo() throws Exception {
        trouble.put(1, "away");
        change(null, incident("i1", IncidentState.DOWN));
        Instant begin = clock.instant();
        awaitWhile(Duration.ofMinutes(6), () -> view("a").failed() == 1, "given up");
        assertFalse(clock.instant().isBefore(begin.plus(Duration.ofHours(23))));
        assertEquals(1, running().counts().failed());
    }

    @Test
    void whatASilenceHeldBackIsToldWhenItEndsBeforeTheIncidentDoes() throws Exception {
        store().write(transaction -> transaction.update(
                "INSERT INTO silences (cluster, kinds, from_time, to_time, reason, by, maintenance) VALUES ('*', '', ?, ?, 'updates', 'otto', 1)",
                Nanos.of(clock.instant()),
                Nanos.of(clock.instant().plusSeconds(600))));
        change(null, incident("over", IncidentState.DOWN));
        change(incident("over", IncidentState.DOWN), incident("over", IncidentState.RESTORED));
        change(null, incident("lasts", IncidentState.DOWN));
        awaitWhile(Duration.ofSeconds(60), () -> taken.size() == 2, "told after the silence");
        assertEquals(List.of("1 lasts.opened.a"), ofPort(1));
        assertEquals(List.of("2 lasts.opened.b"), ofPort(2));
    }

    @Test
    void whatWasOnItsWayWhenTheEngineEndedIsSentAgain() throws Exception {
        trouble.put(1, "away");
        change(null, incident("i1", IncidentState.DOWN));
        await(() -> view("a").lastError() != null, "tried");
        store().write(transaction -> transaction.update("UPDATE outbox SET state = 'sending' WHERE receiver = 'a'"));
        trouble.clear();
        restart("{name: a, syslog: {host: h, port: 1}, proof: off}, {name: b, syslog: {host: h, port: 2}, proof: off}");
        awaitWhile(Duration.ofSeconds(1), () -> ofPort(1).size() == 1, "sent after the restart");
        assertEquals(1, ofPort(2).size());
    }

    @Test
    void aReceiverThatIsGoneIsGivenUp() throws Exception {
        trouble.put(1, "away");
        change(null, incident("i1", IncidentState.DOWN));
        await(() -> view("a").lastError() != null, "tried");
        restart("{name: b, syslog: {host: h, port: 2}}");
        String error = store().read(transaction -> Outbox.notices(transaction, "i1")).stream()
                .filter(notice -> notice.receiver().equals("a"))
                .map(notice -> notice.state() + ": " + notice.error())
                .findFirst()
                .orElse("");
        assertEquals("failed: failsight.yaml names no receiver 'a' any more", error);
    }

    @Test
    void provesEveryDayThatTheWayWorksAndShowsWhenItDoesNot() throws Exception {
        restart("{name: a, syslog: {host: h, port: 1}}");
        await(() -> view("a").nextProof() != null, "the first proof is planned");
        assertEquals(Instant.parse("2026-11-21T08:00:00Z"), view("a").nextProof());
        awaitWhile(Duration.ofHours(1), () -> view("a").proof() != null, "the first proof");
        Deliveries.Proof first = Optional.ofNullable(view("a").proof()).orElseThrow();
        assertTrue(first.ok());
        trouble.put(1, "away");
        awaitWhile(Duration.ofHours(1), () -> !first.equals(view("a").proof()), "the second proof");
        assertFalse(Optional.ofNullable(view("a").proof()).orElseThrow().ok());
    }

    @Test
    void aTestTellsHowItWent() {
        assertEquals(Optional.empty(), running().test("nobody", "otto"));
        assertEquals(Optional.of(Optional.empty()), running().test("a", "otto"));
        trouble.put(1, "away");
        assertEquals(Optional.of(Optional.of("nobody is there")), running().test("a", "otto"));
        assertEquals("nobody is there", view("a").lastError());
        List<String> audit = store().read(transaction ->
                transaction.query("SELECT by || ' ' || action || ' ' || text FROM audit", row -> row.getString(1)));
        assertEquals(List.of("otto test-message to a", "otto test-message to a"), audit);
    }
}
