package io.failsight.engine.notify;

import io.failsight.core.incident.EvidenceItem;
import io.failsight.core.incident.Incident;
import io.failsight.engine.incident.IncidentListener;
import io.failsight.engine.incident.Nanos;
import io.failsight.engine.incident.PublicIncident;
import io.failsight.engine.incident.Silences;
import io.failsight.engine.ledger.Transaction;
import io.failsight.engine.notify.Outbox.Row;
import io.failsight.engine.notify.channel.Message;
import io.failsight.engine.notify.channel.Reason;
import io.failsight.settings.notify.ReceiverSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whom an incident is told, in the transaction that stores its revision. For each receiver at most one message when it opens, one when it becomes
 * worse, one when redundancy is back: a row of the outbox for each, which neither a restart nor a replay makes twice. What was not sent yet is not told
 * twice either: it says what is known when it is sent. Thread-safe.
 */
public final class Notifications implements IncidentListener {
    /** What ended longer ago when it is found is history: lines that were read late, an old archive. */
    static final Duration HISTORY = Duration.ofDays(1);

    private final List<ReceiverSettings> receivers;
    private final ZoneId zone;
    private final String console;
    private final InstantSource clock;
    private final Runnable wake;

    /**
     * @param zone time zone of receivers that name none
     * @param console address of the console, with a slash at its end
     * @param wake called when there may be something to send; what is sent waits for the end of the transaction by itself
     */
    public Notifications(
            List<ReceiverSettings> receivers, ZoneId zone, String console, InstantSource clock, Runnable wake) {
        this.receivers = List.copyOf(receivers);
        this.zone = zone;
        this.console = console;
        this.clock = clock;
        this.wake = wake;
    }

    @Override
    public void incidentChanged(Transaction transaction, @Nullable PublicIncident before, PublicIncident after) {
        Change change = new Change(
                transaction,
                before == null ? null : before.incident(),
                after,
                Message.of(after, console),
                clock.instant());
        receivers.forEach(change::tell);
        wake.run();
    }

    @Override
    public List<Notice> notices(Transaction transaction, String incident) {
        return Outbox.notices(transaction, incident);
    }

    /** One revision and what it means for each receiver. */
    private final class Change {
        private final Transaction transaction;
        private final @Nullable Incident before;
        private final String id;
        private final Incident after;
        private final Message message;
        private final Instant now;

        Change(Transaction transaction, @Nullable Incident before, PublicIncident after, Message message, Instant now) {
            this.transaction = transaction;
            this.before = before;
            this.id = after.id();
            this.after = after.incident();
            this.message = message;
            this.now = now;
        }

        void tell(ReceiverSettings receiver) {
            Optional<Row> opened = Outbox.find(transaction, id, Reason.OPENED, receiver.name());
            if (opened.isEmpty()) {
                if (Interest.in(receiver, after)) {
                    open(receiver);
                }
                return;
            }
            for (Reason reason : List.of(Reason.OPENED, Reason.ESCALATED, Reason.REDUNDANT)) {
                Outbox.find(transaction, id, reason, receiver.name())
                        .filter(Row::isPending)
                        .ifPresent(row -> Outbox.refresh(transaction, row, message, notBefore(receiver)));
            }
            if (before == null) {
                return; // a replay
            }
            if (Interest.worse(before, after)) {
                follow(receiver, Reason.ESCALATED, opened.get());
            } else if (Interest.isOver(after) && !Interest.isOver(before)) {
                follow(receiver, Reason.REDUNDANT, opened.get());
            }
        }

        private void open(ReceiverSettings receiver) {
            if (Interest.isOver(after) && lastSeen().plus(HISTORY).isBefore(now)) {
                add(receiver, Reason.OPENED, Outbox.SUPPRESSED, "it was over for more than a day when it was found");
                return;
            }
            if (!isSilenced(receiver, Reason.OPENED)) {
                add(receiver, Reason.OPENED, Outbox.WAITING, "");
            }
        }

        private void follow(ReceiverSettings receiver, Reason reason, Row opened) {
            if (opened.isPending()) {
                add(receiver, reason, Outbox.SUPPRESSED, "told with the message that it opened");
            } else if (opened.state().equals(Outbox.SUPPRESSED) && reason == Reason.REDUNDANT) {
                add(receiver, reason, Outbox.SUPPRESSED, "nobody was told that it opened: " + opened.error());
            } else if (!isSilenced(receiver, reason)) {
                add(receiver, reason, Outbox.WAITING, "");
            }
        }

        private boolean isSilenced(ReceiverSettings receiver, Reason reason) {
            Optional<Silences.Silence> silence = Silences.covering(transaction, after, now);
            silence.ifPresent(holds -> add(receiver, reason, Outbox.SILENCED, words(holds)));
            return silence.isPresent();
        }

        private void add(ReceiverSettings receiver, Reason reason, String state, String error) {
            Outbox.add(transaction, id, reason, receiver.name(), state, now, notBefore(receiver), error, message);
        }

        private Instant notBefore(ReceiverSettings receiver) {
            return Interest.notBefore(receiver, after, now, receiver.zone().orElse(zone));
        }

        private Instant lastSeen() {
            return after.evidence().stream().mapToLong(EvidenceItem::timeNanos).max().stream()
                    .mapToObj(Nanos::instant)
                    .findFirst()
                    .orElse(now);
        }
    }

    /** Why nobody is told. */
    static String words(Silences.Silence silence) {
        return (silence.maintenance() ? "maintenance until " : "silenced until ") + silence.to() + " by " + silence.by()
                + ": " + silence.reason();
    }
}
