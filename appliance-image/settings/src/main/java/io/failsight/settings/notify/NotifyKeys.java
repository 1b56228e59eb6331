package io.failsight.settings.notify;

import io.failsight.settings.yaml.Key;
import io.failsight.settings.yaml.Shape;
import io.failsight.settings.yaml.Shapes;
import io.failsight.settings.yaml.Table;
import java.net.URI;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The keys under {@code notify}. */
public final class NotifyKeys {
    /** Ids of the kinds of incidents, as the correlation engine has them. */
    public static final List<String> KINDS = List.of(
            "component",
            "node",
            "site",
            "planned-switch",
            "rolling-update",
            "partition",
            "split-brain",
            "flapping",
            "failed");

    private static final Set<String> PLANNED_KINDS = Set.of("planned-switch", "rolling-update");
    private static final String ALL = "all";

    private static final Shape<ProofTimes> PROOF_SHAPE =
            new Shape.Scalar<>("a time such as daily 08:00 or mon-fri 08:00, or off", ProofTimes::read);

    private static final Key<String> NAME = Key.of("name", Shapes.WORD, "Its name; every receiver has another.");
    private static final Key<List<String>> EMAIL =
            Key.of("email", Shapes.oneOrMore(TargetKeys.MAIL_ADDRESS), "Mail to one address or a list of them.");
    private static final Key<Target.Webhook> WEBHOOK =
            Key.of("webhook", TargetKeys.WEBHOOK, "A POST with JSON to a web server.");
    private static final Key<Target.Syslog> SYSLOG =
            Key.of("syslog", TargetKeys.SYSLOG_TARGET, "A message to a syslog server (RFC 5424).");
    private static final Key<Target.Snmp> SNMP = Key.of("snmp", TargetKeys.SNMP, "A trap to an SNMP manager.");
    private static final Key<List<String>> INCIDENTS = Key.of(
            "incidents",
            Shapes.oneOrMore(
                    Shapes.oneOf(Stream.concat(Stream.of(ALL), KINDS.stream()).toList(), kind -> kind)),
            "Kinds of incidents, one or a list; all where nothing is written.");
    private static final Key<List<String>> CLUSTERS =
            Key.of("clusters", Shapes.oneOrMore(Shapes.WORD), "Only these clusters; all where nothing is written.");
    private static final Key<String> FROM = new Key<>(
            "from",
            Shapes.oneOf(List.of("degraded", "down"), state -> state),
            "degraded",
            "`down` tells only of what interrupts the service, `degraded` also of lost redundancy.");
    private static final Key<Boolean> PLANNED =
            new Key<>("planned", Shapes.YES_OR_NO, "false", "Tell of planned work, too.");
    private static final Key<List<Hours.Window>> HOURS = Key.of(
            "hours",
            Shapes.oneOrMore(new Shape.Scalar<>("hours such as mon-fri 07:00-19:00", Hours::window)),
            "Days and hours in which it wants to be told, one or a list; at other times messages wait. Always where nothing is written.");
    private static final Key<ZoneId> ZONE =
            Key.of("time-zone", Shapes.ZONE, "Of the hours and of the times in its messages; else that of the file.");
    private static final Key<String> URGENT = new Key<>(
            "urgent",
            Shapes.oneOf(List.of("hours", "always"), word -> word),
            "hours",
            "`always` tells outside the hours, too, when nobody took over or more than one node serves.");
    private static final Key<ProofTimes> RECEIVER_PROOF =
            Key.of("proof", PROOF_SHAPE, "As `notify.proof`, for this receiver.");

    private static final Key<ProofTimes> PROOF = new Key<>(
            "proof",
            PROOF_SHAPE,
            "daily 08:00",
            "When a message to each receiver proves that the way to it works: `daily 08:00`, `mon-fri 08:00`, or `off`.");
    private static final Key<MailServer> SMTP =
            Key.of("smtp", TargetKeys.SMTP, "The server that takes mails; needed when a receiver has `email`.");
    private static final Key<URI> LINK =
            Key.of("link", Shapes.HTTP_URL, "Address of the console that messages link to; else what `listen` gives.");

    /** A receiver whose proof time is not settled yet. */
    private record Draft(ReceiverSettings receiver, Optional<ProofTimes> proof) {
        ReceiverSettings settled(ProofTimes common) {
            return new ReceiverSettings(
                    receiver.name(),
                    receiver.target(),
                    receiver.kinds(),
                    receiver.clusters(),
                    receiver.onlyDown(),
                    receiver.planned(),
                    receiver.hours(),
                    receiver.zone(),
                    receiver.urgentAlways(),
                    proof.orElse(common));
        }
    }

    private static final Key<List<Draft>> RECEIVERS = Key.of(
            "receivers",
            Shapes.listOf(new Shape.Mapping<>(
                    List.of(
                            NAME,
                            EMAIL,
                            WEBHOOK,
                            SYSLOG,
                            SNMP,
                            INCIDENTS,
                            CLUSTERS,
                            FROM,
                            PLANNED,
                            HOURS,
                            ZONE,
                            URGENT,
                            RECEIVER_PROOF),
                    NotifyKeys::receiver)),
            "Who is told; each has a `name` and one of `email`, `webhook`, `syslog` and `snmp`.");

    public static final Key<NotifySettings> NOTIFY = Key.of(
            "notify",
            new Shape.Mapping<>(List.of(SMTP, LINK, PROOF, RECEIVERS), NotifyKeys::settings),
            "Who is told of incidents, and how.");

    private NotifyKeys() {}

    private static Optional<NotifySettings> settings(Table table) {
        ProofTimes proof = table.value(PROOF);
        List<ReceiverSettings> receivers = table.value(RECEIVERS).stream()
                .map(draft -> draft.settled(proof))
                .toList();
        boolean mails = receivers.stream().anyMatch(receiver -> receiver.target() instanceof Target.Email);
        if (mails && !table.has(SMTP)) {
            table.problem(RECEIVERS, "a receiver gets mail and 'notify.smtp' is missing: write smtp: {host: ...}");
        }
        return Optional.of(new NotifySettings(table.optional(SMTP), table.optional(LINK), receivers));
    }

    private static Optional<Draft> receiver(Table table) {
        Optional<String> name = table.required(NAME);
        name.ifPresent(word -> table.reading().define("receiver", word, table.line(NAME)));
        List<Key<?>> targets = List.of(EMAIL, WEBHOOK, SYSLOG, SNMP);
        if (targets.stream().filter(table::has).count() != 1) {
            table.problem("'" + table.path() + "' must have one of email, webhook, syslog, snmp");
        }
        if (table.optional(EMAIL).filter(List::isEmpty).isPresent()) {
            table.problem(EMAIL, "'" + table.path() + ".email' needs an address");
        }
        Optional<Target> target = table.optional(EMAIL)
                .<Target>map(Target.Email::new)
                .or(() -> table.optional(WEBHOOK))
                .or(() -> table.optional(SYSLOG))
                .or(() -> table.optional(SNMP));
        return name.flatMap(word -> target.map(to -> draft(table, word, to)));
    }

    private static Draft draft(Table table, String name, Target target) {
        List<String> kinds = table.value(INCIDENTS);
        ReceiverSettings receiver = new ReceiverSettings(
                name,
                target,
                kinds.contains(ALL) ? Set.of() : Set.copyOf(kinds),
                Set.copyOf(table.value(CLUSTERS)),
                table.value(FROM).equals("down"),
                table.value(PLANNED) || kinds.stream().anyMatch(PLANNED_KINDS::contains),
                new Hours(table.value(HOURS)),
                table.optional(ZONE),
                table.value(URGENT).equals("always"),
                ProofTimes.OFF);
        return new Draft(receiver, table.optional(RECEIVER_PROOF));
    }
}
