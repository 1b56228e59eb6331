package io.failsight.engine.notify;

import io.failsight.engine.incident.Silences;
import io.failsight.engine.incident.Silences.Silence;
import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.ledger.LedgerException;
import io.failsight.engine.ledger.Transaction;
import io.failsight.engine.notify.Outbox.Row;
import io.failsight.engine.notify.channel.Channel;
import io.failsight.engine.notify.channel.Delivery;
import io.failsight.engine.notify.channel.Message;
import io.failsight.engine.notify.channel.Reason;
import io.failsight.engine.notify.channel.SendException;
import io.failsight.settings.HostNames;
import io.failsight.settings.notify.ReceiverSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Sends what the outbox holds for one receiver, in order, with a thread of its own, so that nobody waits for another's server. A message is {@code sending}
 * in the ledger before it leaves and {@code sent} after it was taken; a crash in between sends it again. {@link #wake} and {@link #close} are for any
 * thread.
 */
final class ReceiverWorker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ReceiverWorker.class);
    /** Longest sleep: silences may end meanwhile, and the clock may be set. */
    static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

    private final ReceiverSettings receiver;
    private final ZoneId zone;
    private final String console;
    private final Channel channel;
    private final Ledger ledger;
    private final InstantSource clock;
    private final NotificationCounts counts;
    private final Thread thread;
    private final Object bell = new Object();
    private boolean rung;
    private volatile boolean stopped;
    private Instant awayUntil = Instant.MIN;

    ReceiverWorker(
            ReceiverSettings receiver,
            ZoneId zone,
            String console,
            Channel channel,
            Ledger ledger,
            InstantSource clock,
            NotificationCounts counts) {
        this.receiver = receiver;
        this.zone = receiver.zone().orElse(zone);
        this.console = console;
        this.channel = channel;
        this.ledger = ledger;
        this.clock = clock;
        this.counts = counts;
        thread = Thread.ofPlatform().daemon().name("notify-" + receiver.name()).unstarted(this::run);
        // Mail looks for its handlers with the thread's loader.
        thread.setContextClassLoader(ReceiverWorker.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    /** There may be something to send; in a transaction of the ledger it is found after its end. */
    void wake() {
        synchronized (bell) {
            rung = true;
            bell.notifyAll();
        }
    }

    private void run() {
        while (!stopped) {
            Duration sleep;
            try {
                sleep = step();
            } catch (LedgerException e) {
                counts.countBug();
                LOG.error("messages for " + receiver.name() + " wait: " + e.getMessage());
                sleep = AFTER_TROUBLE;
            } catch (RuntimeException e) {
                counts.countBug();
                LOG.error("a bug keeps messages for " + receiver.name() + " from being sent; trying again", e);
                sleep = AFTER_TROUBLE;
            }
            await(sleep);
        }
    }

    private void await(Duration sleep) {
        long end = System.nanoTime() + sleep.toNanos();
        synchronized (bell) {
            try {
                for (long left = sleep.toNanos(); !rung && !stopped && left > 0; left = end - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(bell, Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stopped = true;
            }
            rung = false;
        }
    }

    /** Sends at most one message; returns how long there is nothing to do. */
    private Duration step() {
        Instant now = clock.instant();
        // further away than any pause: the clock was set back since
        boolean away = now.isBefore(awayUntil)
                && awayUntil.isBefore(now.plus(BackOff.LONGEST).plus(BackOff.LONGEST));
        Optional<Row> row = ledger.write(transaction -> {
            endSilences(transaction, now);
            proveWhenDue(transaction, now);
            return away ? Optional.empty() : Outbox.claim(transaction, receiver.name(), now);
        });
        if (row.isPresent()) {
            deliver(row.get());
            return Duration.ZERO;
        }
        Optional<Instant> due = ledger.read(transaction -> Outbox.nextDue(transaction, receiver.name()));
        Instant next = due.map(time -> away && time.isBefore(awayUntil) ? awayUntil : time)
                .orElse(now.plus(LONGEST_SLEEP));
        Duration sleep = Duration.between(now, next);
        return sleep.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : sleep;
    }

    private void deliver(Row row) {
        try {
            String trouble =
                    channel.send(delivery(row.incident() + "." + row.reason().id(), row.reason(), row.message()));
            Instant now = clock.instant();
            awayUntil = Instant.MIN;
            counts.countSent();
            ledger.write(transaction -> {
                Outbox.set(transaction, row.id(), Outbox.SENT, now, trouble);
                ReceiverTable.sent(transaction, receiver.name(), now, trouble);
                if (row.reason() == Reason.PROOF) {
                    ReceiverTable.proof(transaction, receiver.name(), now, true);
                }
                return true;
            });
        } catch (SendException e) {
            notTaken(row, e.getMessage(), e.isRefused());
        } catch (RuntimeException e) {
            if (e instanceof LedgerException ledgerFailure) {
                throw ledgerFailure;
            }
            counts.countBug();
            LOG.error("a bug kept a message to " + receiver.name() + " from being sent", e);
            notTaken(row, "a mistake of Failsight (" + e + "), see its log", true);
        }
    }

    private void notTaken(Row row, String error, boolean refused) {
        Instant now = clock.instant();
        int tries = row.attempts() + 1;
        Instant nextTry = now.plus(BackOff.after(tries));
        Instant begin = row.heldUntil().isAfter(row.created()) ? row.heldUntil() : row.created();
        boolean givenUp = nextTry.isAfter(begin.plus(BackOff.limit(row.reason(), refused)));
        if (!refused) {
            awayUntil = nextTry;
        }
        if (givenUp) {
            counts.countFailed();
            LOG.errorf(
                    "the message %s to %s was given up after %d tries: %s",
                    row.reason().id(), receiver.name(), tries, error);
        } else {
            counts.countRetry();
        }
        ledger.write(transaction -> {
            if (givenUp) {
                Outbox.set(transaction, row.id(), Outbox.FAILED, now, "given up after " + tries + " tries: " + error);
            } else {
                Outbox.postpone(transaction, row.id(), nextTry, now, error);
            }
            ReceiverTable.failed(transaction, receiver.name(), now, error);
            if (row.reason() == Reason.PROOF) {
                ReceiverTable.proof(transaction, receiver.name(), now, false);
            }
            return true;
        });
    }

    /** What a silence held back is told when it ends before the incident does. */
    private void endSilences(Transaction transaction, Instant now) {
        List<Row> rows = Outbox.silenced(transaction, receiver.name());
        if (rows.isEmpty()) {
            return;
        }
        List<Silence> silences = Silences.all(transaction, now);
        for (Row row : rows) {
            if (!row.message().isOpen()) {
                Outbox.set(transaction, row.id(), Outbox.SUPPRESSED, now, row.error());
            } else if (silences.stream().noneMatch(silence -> covers(silence, row.message(), now))) {
                Outbox.set(transaction, row.id(), Outbox.WAITING, now, "");
            }
        }
    }

    private static boolean covers(Silence silence, Message message, Instant now) {
        boolean cluster = silence.cluster().equals(Silences.EVERY_CLUSTER)
                || silence.cluster().equals(message.cluster());
        boolean kind = silence.kinds().isEmpty() || silence.kinds().contains(message.kind());
        return cluster && kind && !now.isBefore(silence.from()) && now.isBefore(silence.to());
    }

    private void proveWhenDue(Transaction transaction, Instant now) {
        Optional<Instant> due = ReceiverTable.of(transaction, receiver.name()).proofDue();
        Optional<Instant> next = receiver.proof().nextAfter(now, zone);
        if (due.isPresent() && !due.get().isAfter(now) && next.isPresent()) {
            Message words = Message.words(
                    "proof: the way to " + receiver.name() + " works (" + HostNames.name() + ")", console);
            Outbox.add(
                    transaction,
                    due.get().toString(),
                    Reason.PROOF,
                    receiver.name(),
                    Outbox.WAITING,
                    now,
                    now,
                    "",
                    words);
            ReceiverTable.proofDue(transaction, receiver.name(), next);
        } else if (due.isEmpty() || next.isEmpty() || next.get().isBefore(due.get())) {
            // New here, or the time in failsight.yaml is another one now.
            if (!due.equals(next)) {
                ReceiverTable.proofDue(transaction, receiver.name(), next);
            }
        }
    }

    /** Sends a message past the outbox, and tells how it went; empty when it was taken. */
    Optional<String> test(Channel own, String by) {
        Instant begin = clock.instant();
        Message words = Message.words("test message to " + receiver.name() + ", asked for by " + by, console);
        Optional<String> error;
        try {
            String trouble = own.send(delivery("test." + begin, Reason.TEST, words));
            error = trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
        } catch (SendException e) {
            error = Optional.of(e.getMessage());
        }
        Instant now = clock.instant();
        Optional<String> result = error;
        ledger.write(transaction -> {
            result.ifPresentOrElse(
                    trouble -> ReceiverTable.failed(transaction, receiver.name(), now, trouble),
                    () -> ReceiverTable.sent(transaction, receiver.name(), now, ""));
            ReceiverTable.proof(transaction, receiver.name(), now, result.isEmpty());
            return true;
        });
        return error;
    }

    private Delivery delivery(String id, Reason reason, Message message) {
        return new Delivery(id + "." + receiver.name(), reason, message, receiver.name(), zone, clock.instant());
    }

    ReceiverSettings receiver() {
        return receiver;
    }

    /** Ends after the message at hand, but waits some seconds only: it stays in the ledger. */
    @Override
    public void close() {
        stopped = true;
        wake();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        channel.close();
    }
}
