package io.failsight.engine.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.core.incident.Gap;
import io.failsight.core.incident.IncidentKind;
import io.failsight.core.incident.IncidentState;
import io.failsight.core.incident.Moment;
import io.failsight.engine.incident.IncidentListener.Notice;
import io.failsight.engine.incident.Nanos;
import io.failsight.engine.incident.PublicIncident;
import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.notify.channel.Reason;
import io.failsight.engine.testing.FakeClock;
import io.failsight.settings.ConfigException;
import io.failsight.settings.SettingsReader;
import io.failsight.settings.notify.NotifyKeys;
import io.failsight.settings.notify.ReceiverSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NotificationsTest {
    private static final ZoneId ZONE = ZoneOffset.UTC;

    @TempDir
    private Path folder;

    private final FakeClock clock = new FakeClock();
    private @Nullable Ledger opened;

    @BeforeEach
    void open() {
        opened = Ledger.open(folder.resolve("failsight.db"));
    }

    @AfterEach
    void close() {
        ledger().close();
    }

    private Ledger ledger() {
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    private Notifications notifications(String receiver) {
        try {
            Path file = Files.writeString(
                    folder.resolve("failsight.yaml"),
                    "notify: {receivers: [{name: r, syslog: {host: 127.0.0.1}" + receiver + "}]}");
            List<ReceiverSettings> receivers =
                    SettingsReader.read(file).notifications().receivers();
            return new Notifications(receivers, ZONE, "http://localhost:8080/", clock, () -> {});
        } catch (IOException | ConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    private PublicIncident in(int revision, IncidentState state) {
        return Incidents.node("i1", revision, state, clock.instant());
    }

    private void change(Notifications notifications, @Nullable PublicIncident before, PublicIncident after) {
        ledger().write(transaction -> {
            notifications.incidentChanged(transaction, before, after);
            return true;
        });
    }

    /** Reason and state of each row, in order. */
    private List<String> told() {
        return ledger().read(transaction -> Outbox.notices(transaction, "i1")).stream()
                .map(notice -> notice.reason() + " " + notice.state())
                .toList();
    }

    private void send(Reason reason) {
        ledger().write(transaction -> {
            long id = Outbox.find(transaction, "i1", reason, "r").orElseThrow().id();
            Outbox.set(transaction, id, Outbox.SENT, clock.instant(), "");
            return true;
        });
    }

    @Test
    void theKindsOfTheSettingsAreThoseOfTheCore() {
        assertEquals(Arrays.stream(IncidentKind.values()).map(IncidentKind::id).toList(), NotifyKeys.KINDS);
    }

    @Test
    void tellsOfBeginWorseningAndEndOnceEach() {
        Notifications notifications = notifications("");
        List<IncidentState> course = List.of(
                IncidentState.DEGRADED,
                IncidentState.DOWN,
                IncidentState.DEGRADED,
                IncidentState.DOWN,
                IncidentState.DEGRADED,
                IncidentState.RESTORED,
                IncidentState.DOWN,
                IncidentState.RESTORED,
                IncidentState.CLOSED);
        @Nullable PublicIncident before = null;
        for (int i = 0; i < course.size(); i++) {
            PublicIncident after = in(i + 1, course.get(i));
            change(notifications, before, after);
            for (Reason reason : List.of(Reason.OPENED, Reason.ESCALATED, Reason.REDUNDANT)) {
                boolean there = ledger().read(transaction ->
                        Outbox.find(transaction, "i1", reason, "r").isPresent());
                if (there) {
                    send(reason);
                }
            }
            before = after;
        }
        assertEquals(List.of("opened sent", "escalated sent", "redundant sent"), told());
    }

    @Test
    void neitherReplayNorRestartTellsTwice() {
        change(notifications(""), null, in(1, IncidentState.DOWN));
        send(Reason.OPENED);
        ledger().close();
        opened = Ledger.open(folder.resolve("failsight.db"));
        change(notifications(""), null, in(1, IncidentState.DOWN));
        change(notifications(""), in(1, IncidentState.DOWN), in(2, IncidentState.RESTORED));
        change(notifications(""), in(1, IncidentState.DOWN), in(2, IncidentState.RESTORED));
        assertEquals(List.of("opened sent", "redundant waiting"), told());
    }

    @Test
    void whatIsNotSentYetIsToldInOneMessage() {
        Notifications notifications = notifications("");
        change(notifications, null, in(1, IncidentState.DEGRADED));
        change(notifications, in(1, IncidentState.DEGRADED), in(2, IncidentState.DOWN));
        change(notifications, in(2, IncidentState.DOWN), in(3, IncidentState.RESTORED));
        assertEquals(List.of("opened waiting", "escalated suppressed", "redundant suppressed"), told());
        int revision = ledger().read(transaction -> Outbox.find(transaction, "i1", Reason.OPENED, "r")
                .orElseThrow()
                .message()
                .revision());
        assertEquals(3, revision);
    }

    @Test
    void plannedWorkIsToldToWhoAskedForIt() {
        PublicIncident planned = Incidents.incident(
                "i1", 1, IncidentKind.PLANNED_SWITCH, IncidentState.DOWN, true, clock.instant(), List.of());
        change(notifications(""), null, planned);
        change(notifications(", incidents: [node]"), null, planned);
        assertEquals(List.of(), told());
        change(notifications(", planned: true"), null, planned);
        assertEquals(List.of("opened waiting"), told());
    }

    @Test
    void plannedWorkThatFailsIsToldToAll() {
        change(
                notifications(""),
                null,
                Incidents.incident("i1", 1, IncidentKind.FAILED, IncidentState.DOWN, true, clock.instant(), List.of()));
        assertEquals(List.of("opened waiting"), told());
    }

    @Test
    void whoWantsInterruptionsOnlyIsToldWhenItComesToThat() {
        Notifications notifications = notifications(", from: down, clusters: [hub]");
        change(notifications, null, in(1, IncidentState.DEGRADED));
        assertEquals(List.of(), told());
        change(notifications, in(1, IncidentState.DEGRADED), in(2, IncidentState.DOWN));
        assertEquals(List.of("opened waiting"), told());
    }

    @Test
    void anInterruptionThatIsOverWhenItIsSeenIsToldAllTheSame() {
        Moment moment = new Moment(Nanos.of(clock.instant()), 0, false, List.of("e1"));
        Gap gap = new Gap("service", "hub", moment, moment, "2 s without service", List.of("e1"));
        change(
                notifications(", from: down"),
                null,
                Incidents.incident(
                        "i1", 1, IncidentKind.NODE, IncidentState.DEGRADED, false, clock.instant(), List.of(gap)));
        assertEquals(List.of("opened waiting"), told());
    }

    @Test
    void outsideTheHoursItWaitsUnlessItIsUrgent() {
        String hours = ", hours: 'mon-fri 13:00-17:00', urgent: always";
        change(notifications(hours), null, in(1, IncidentState.DOWN));
        assertEquals(clock.instant().plus(Duration.ofHours(1)), due());
        PublicIncident failed =
                Incidents.incident("i1", 2, IncidentKind.FAILED, IncidentState.DOWN, false, clock.instant(), List.of());
        change(notifications(hours), in(1, IncidentState.DOWN), failed);
        assertEquals(clock.instant(), due());
    }

    private Instant due() {
        return ledger().read(transaction -> Outbox.nextDue(transaction, "r")).orElseThrow();
    }

    @Test
    void silenceSuppressesAndSaysSo() {
        ledger().write(transaction -> transaction.update(
                "INSERT INTO silences (cluster, kinds, from_time, to_time, reason, by, maintenance) VALUES ('hub', '', ?, ?, 'updates', 'otto', 1)",
                Nanos.of(clock.instant()),
                Nanos.of(clock.instant().plusSeconds(600))));
        change(notifications(""), null, in(1, IncidentState.DOWN));
        Notice notice =
                ledger().read(transaction -> Outbox.notices(transaction, "i1")).getFirst();
        assertEquals("suppressed", notice.state());
        assertTrue(
                String.valueOf(notice.error()).startsWith("maintenance until 2026-11-20T12:10:00Z by otto: updates"));
    }

    @Test
    void historyIsNoNews() {
        change(
                notifications(""),
                null,
                Incidents.node("i1", 1, IncidentState.CLOSED, clock.instant().minus(Duration.ofDays(3))));
        assertEquals(List.of("opened suppressed"), told());
    }
}
