package io.failsight.engine.notify;

import io.failsight.engine.audit.Audit;
import io.failsight.engine.incident.Nanos;
import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.ledger.Transaction;
import io.failsight.engine.notify.channel.Channel;
import io.failsight.engine.notify.channel.Channels;
import io.failsight.engine.notify.channel.SnmpIdentity;
import io.failsight.settings.notify.NotifySettings;
import io.failsight.settings.notify.ReceiverSettings;
import io.failsight.settings.notify.Target;
import io.failsight.settings.reach.Reach;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All receivers: their threads, how it goes with each, and test messages. Thread-safe. */
public final class Deliveries implements AutoCloseable {
    /** What was told is kept so long; the ids of incidents are never used again. */
    private static final Duration KEPT = Duration.ofDays(400);
    /** RFC 3411: enterprise 32473 with the top bit set, then format 5 (octets). */
    private static final String ENGINE_PREFIX = "80:00:7e:d9:05";

    private static final int ENGINE_OCTETS = 8;

    private final Ledger ledger;
    private final InstantSource clock;
    private final SnmpIdentity identity;
    private final Function<Target, Channel> channels;
    private final NotificationCounts counts = new NotificationCounts();
    private final List<ReceiverWorker> workers = new ArrayList<>();

    /**
     * A receiver, as the API shows it.
     *
     * @param type email, webhook, syslog, snmp
     * @param target where to, without secrets
     * @param lastSent when it last took a message
     * @param lastError what went wrong last; null when all is well
     * @param waiting messages that are not sent yet
     * @param failed messages that were given up
     * @param proof what the last proof or test has shown; null before the first
     * @param nextProof when the next proof is due; null when proofs are off
     */
    public record ReceiverView(
            String name,
            String type,
            String target,
            @Nullable Instant lastSent,
            @Nullable String lastError,
            @Nullable Instant lastErrorAt,
            long waiting,
            long failed,
            @Nullable Proof proof,
            @Nullable Instant nextProof) {}

    /** What a proof has shown. */
    public record Proof(Instant at, boolean ok) {}

    /**
     * Prepares the receivers; {@link #start} begins to send.
     *
     * @param zone time zone of receivers that name none
     * @param console address of the console, with a slash at its end
     * @param reach which addresses webhooks may ask
     */
    public Deliveries(
            NotifySettings settings, ZoneId zone, String console, Reach reach, Ledger ledger, InstantSource clock) {
        this(
                settings,
                zone,
                console,
                ledger,
                clock,
                identity -> new Channels(settings.mailServer(), identity, reach)::to);
    }

    /** With channels of one's own. */
    Deliveries(
            NotifySettings settings,
            ZoneId zone,
            String console,
            Ledger ledger,
            InstantSource clock,
            Function<SnmpIdentity, Function<Target, Channel>> maker) {
        this.ledger = ledger;
        this.clock = clock;
        List<String> names =
                settings.receivers().stream().map(ReceiverSettings::name).toList();
        identity = ledger.write(transaction -> {
            Outbox.recover(transaction);
            Outbox.giveUpStrangers(transaction, names, clock.instant());
            Outbox.prune(transaction, clock.instant().minus(KEPT));
            names.forEach(name -> ReceiverTable.know(transaction, name));
            return start(transaction);
        });
        channels = maker.apply(identity);
        for (ReceiverSettings receiver : settings.receivers()) {
            workers.add(new ReceiverWorker(
                    receiver, zone, console, channels.apply(receiver.target()), ledger, clock, counts));
        }
    }

    private static SnmpIdentity start(Transaction transaction) {
        String random = UUID.randomUUID().toString().replace("-", "").substring(0, 2 * ENGINE_OCTETS);
        String octets = HexFormat.ofDelimiter(":").formatHex(HexFormat.of().parseHex(random));
        transaction.update(
                "INSERT INTO notification_values (name, value) VALUES ('snmp-engine-id', ?), ('snmp-boots', '0') ON CONFLICT DO NOTHING",
                ENGINE_PREFIX + ":" + octets);
        transaction.update(
                "UPDATE notification_values SET value = CAST(value AS INTEGER) + 1 WHERE name = 'snmp-boots'");
        return new SnmpIdentity(
                value(transaction, "snmp-engine-id"),
                Integer.parseInt(value(transaction, "snmp-boots")),
                System.nanoTime());
    }

    private static String value(Transaction transaction, String name) {
        return transaction
                .one("SELECT value FROM notification_values WHERE name = ?", row -> row.getString(1), name)
                .orElseThrow();
    }

    /** Begins to send. */
    public void start() {
        workers.forEach(ReceiverWorker::start);
    }

    /** There may be something to send. */
    public void wake() {
        workers.forEach(ReceiverWorker::wake);
    }

    public NotificationCounts counts() {
        return counts;
    }

    /** All receivers, in the order of failsight.yaml. */
    public List<ReceiverView> views() {
        return ledger.read(transaction -> workers.stream()
                .map(worker -> view(transaction, worker.receiver()))
                .toList());
    }

    private ReceiverView view(Transaction transaction, ReceiverSettings receiver) {
        ReceiverTable.History history = ReceiverTable.of(transaction, receiver.name());
        long waiting = Outbox.count(transaction, receiver.name(), Outbox.WAITING)
                + Outbox.count(transaction, receiver.name(), "sending");
        return new ReceiverView(
                receiver.name(),
                receiver.target().type(),
                target(receiver.target()),
                history.lastSent().orElse(null),
                history.lastError().orElse(null),
                history.lastErrorAt().orElse(null),
                waiting,
                Outbox.count(transaction, receiver.name(), Outbox.FAILED),
                history.proofAt().map(at -> new Proof(at, history.proofOk())).orElse(null),
                history.proofDue().orElse(null));
    }

    /** With the engine id, which an SNMP manager must know before it takes traps of version 3. */
    private String target(Target target) {
        return target instanceof Target.Snmp snmp && snmp.account() instanceof Target.Account.User
                ? target.address() + " (engine " + identity.engineId().replace(":", "") + ")"
                : target.address();
    }

    /**
     * Sends a test message now, past the outbox, and waits for it.
     *
     * @param by account that asked for it
     * @return what went wrong, empty when it was taken; nothing at all when there is no such receiver
     */
    public Optional<Optional<String>> test(String name, String by) {
        return workers.stream()
                .filter(worker -> worker.receiver().name().equals(name))
                .findFirst()
                .map(worker -> {
                    record(name, by);
                    try (var channel = channels.apply(worker.receiver().target())) {
                        return worker.test(channel, by);
                    }
                });
    }

    private void record(String name, String by) {
        long now = Nanos.of(clock.instant());
        ledger.write(transaction -> Audit.add(transaction, now, by, "test-message", null, "to " + name));
    }

    /** Ends after the messages at hand; what is not sent stays in the ledger. */
    @Override
    public void close() {
        workers.forEach(ReceiverWorker::close);
    }
}
