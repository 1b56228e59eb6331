package io.failsight.engine.notify;

import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.ledger.LedgerException;
import io.failsight.engine.notify.channel.Message;
import io.failsight.engine.notify.channel.Reason;
import io.failsight.engine.signal.SignalSink;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import io.failsight.settings.notify.ReceiverSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Tells every receiver how Failsight itself fares where it matters to people: its disk fills up, or has room again. Each statement once a receiver,
 * by the signal's id. Hours and interests of receivers are about incidents and do not hold it back. Thread-safe.
 */
public final class OwnNotices {
    private static final Logger LOG = Logger.getLogger(OwnNotices.class);
    /** Source of what the collector says of the disk of its data folder. */
    private static final String SOURCE = "failsight/disk";

    private final Ledger ledger;
    private final List<ReceiverSettings> receivers;
    private final String console;
    private final InstantSource clock;
    private final Runnable wake;

    /**
     * @param console address of the console
     * @param wake called when there is something to send
     */
    public OwnNotices(
            Ledger ledger, List<ReceiverSettings> receivers, String console, InstantSource clock, Runnable wake) {
        this.ledger = ledger;
        this.receivers = List.copyOf(receivers);
        this.console = console;
        this.clock = clock;
        this.wake = wake;
    }

    /** A sink that looks for such signals and then hands all on. */
    public SignalSink before(SignalSink next) {
        return signals -> {
            for (Signal signal : signals) {
                if (signal.source().equals(SOURCE) && isAboutRoom(signal.kind())) {
                    tell(signal);
                }
            }
            next.offer(signals);
        };
    }

    private static boolean isAboutRoom(SignalKind kind) {
        return kind == SignalKind.RESOURCE_SHORT || kind == SignalKind.RESOURCE_RELIEVED;
    }

    private void tell(Signal signal) {
        Instant now = clock.instant();
        Message words = Message.words(signal.text(), console);
        try {
            ledger.write(transaction -> {
                receivers.forEach(receiver -> Outbox.add(
                        transaction, signal.id(), Reason.NOTICE, receiver.name(), Outbox.WAITING, now, now, "", words));
                return true;
            });
            wake.run();
        } catch (LedgerException e) {
            LOG.error("nobody is told of it (" + signal.text() + "): " + e.getMessage());
        }
    }
}
