package io.failsight.runtime.command;

import io.failsight.runtime.data.DataFolder;
import io.failsight.settings.AddressRange;
import io.failsight.settings.sender.Credential;
import io.failsight.settings.sender.Sender;
import io.failsight.settings.sender.SenderAuthority;
import io.failsight.settings.sender.SenderBook;
import io.failsight.settings.sender.SenderException;
import io.failsight.settings.sender.SendersFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sender}: credentials of senders; works while Failsight runs, which uses what changed within seconds. Alone it shows its help. */
@Command(
        name = "sender",
        description = "Make and revoke the certificates and tokens of senders.",
        subcommands = {SenderCommand.Add.class, SenderCommand.Show.class, SenderCommand.Revoke.class})
public final class SenderCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /** What the three have in common: a book of senders, and failures in words. */
    private abstract static class OfBook implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        final Screen screen = Screen.standard();

        @Override
        public final Integer call() {
            DataFolder folder = data.folder();
            if (!Files.isDirectory(folder.secrets())) {
                screen.error("there is no data folder at " + folder.path()
                        + ": start Failsight once with `./failsight up`, or name it with --data DIR.");
                return 1;
            }
            try {
                run(folder, new SenderBook(SenderBook.fileIn(folder.secrets()), Clock.systemUTC(), new SecureRandom()));
                return 0;
            } catch (SenderException | SendersFileException | IOException e) {
                screen.error(e.getMessage() + ".");
                return 1;
            }
        }

        abstract void run(DataFolder folder, SenderBook book) throws SenderException, SendersFileException, IOException;
    }

    /** {@code sender add NAME}: adds a sender, or gives one that is there another credential. */
    @Command(
            name = "add",
            description = "Add a sender, or give one another credential.",
            mixinStandardHelpOptions = true)
    public static final class Add extends OfBook {
        @Parameters(index = "0", paramLabel = "NAME", description = "Name of the sender, such as its host name.")
        private String name = "";

        @Option(
                names = "--certificate",
                paramLabel = "DIR",
                description = "Make a certificate; NAME.crt, NAME.key and ca.crt are put into DIR.")
        private @Nullable Path certificate;

        @Option(names = "--token", description = "Make a bearer token for OTLP; it is printed once.")
        private boolean token;

        @Option(
                names = "--days",
                paramLabel = "N",
                description = "How long the credential holds (default: a certificate 730 days, a token for ever).")
        private @Nullable Integer days;

        @Option(names = "--node", paramLabel = "NODE", description = "Node of failsight.yaml that it is.")
        private String node = "";

        @Option(names = "--cluster", paramLabel = "CLUSTER", description = "Cluster that it belongs to.")
        private String cluster = "";

        @Option(names = "--site", paramLabel = "SITE", description = "Site that it stands at.")
        private String site = "";

        @Option(
                names = "--from",
                paramLabel = "ADDRESS",
                description = "Address or range its credentials may be used from (again for more; default: anywhere).")
        private List<String> from = new ArrayList<>();

        @Override
        void run(DataFolder folder, SenderBook book) throws SenderException, SendersFileException, IOException {
            if (days != null && (days < 1 || days > 36_500)) {
                throw new IOException("--days is 1 to 36500");
            }
            Optional<Duration> life = Optional.ofNullable(days).map(Duration::ofDays);
            List<AddressRange> ranges = new ArrayList<>();
            for (String text : from) {
                ranges.add(AddressRange.read(text)
                        .orElseThrow(() -> new IOException(
                                "--from takes an address or a range such as 192.0.2.0/24, not '" + text + "'")));
            }
            if (book.find(name).isEmpty()) {
                book.add(name, new Sender.Place(site, cluster, node), ranges);
                screen.good("Sender " + name + " was added.");
            } else if (!from.isEmpty() || !(site + cluster + node).isEmpty()) {
                throw new IOException("'" + name + "' is there already: its place and addresses cannot be changed;"
                        + " remove it (sender revoke --remove) and add it again");
            }
            if (certificate != null) {
                addCertificate(folder, book, certificate, life.orElse(SenderAuthority.DEFAULT_LIFE));
            }
            if (token) {
                screen.line("  Token  " + screen.strong(book.addToken(name, life))
                        + screen.faint("   (shown only now; kept as a hash)"));
                screen.line("  OTLP exporters send it as the header  authorization: Bearer TOKEN");
            }
            if (certificate == null && !token) {
                screen.line("  It has no new credential: add --certificate DIR or --token.");
            }
        }

        private void addCertificate(DataFolder folder, SenderBook book, Path target, Duration life)
                throws SenderException, SendersFileException, IOException {
            SenderAuthority.Issued issued =
                    new SenderAuthority(folder.secrets(), Clock.systemUTC(), new SecureRandom()).issue(name, life);
            Files.createDirectories(target);
            // Written before it is known: a certificate that opens a door and that nobody has would be the worse of the
            // two.
            DataFolder.write(target.resolve(name + ".key"), issued.key());
            DataFolder.write(target.resolve(name + ".crt"), issued.certificate() + issued.authority());
            if (!Files.exists(target.resolve("ca.crt"))) {
                DataFolder.write(target.resolve("ca.crt"), issued.authority());
            }
            book.addCertificate(name, issued);
            screen.good("Certificate of " + name + ": " + target.resolve(name + ".crt") + ", key "
                    + target.resolve(name + ".key") + ", until " + day(issued.expires())
                    + ". Take both to the sender and delete them here.");
        }
    }

    private static String day(Instant when) {
        return when.toString().substring(0, 10);
    }

    /** {@code sender list}: all senders with their credentials. */
    @Command(name = "list", description = "List senders and their credentials.", mixinStandardHelpOptions = true)
    public static final class Show extends OfBook {
        @Override
        void run(DataFolder folder, SenderBook book) throws SendersFileException {
            List<Sender> senders = book.senders();
            if (senders.isEmpty()) {
                screen.line("No senders yet: ./failsight sender add NAME --certificate DIR, or --token.");
            }
            Instant now = Clock.systemUTC().instant();
            for (Sender sender : senders) {
                screen.line(screen.strong(sender.name()) + where(sender));
                for (Credential credential : sender.credentials()) {
                    screen.line(line(credential, now));
                }
            }
        }

        private static String where(Sender sender) {
            List<String> parts = new ArrayList<>();
            Sender.Place place = sender.place();
            parts.addAll(List.of(place.node(), place.cluster(), place.site()));
            parts.removeIf(String::isEmpty);
            String bound = parts.isEmpty() ? "" : "  is " + String.join(", ", parts);
            return sender.addresses().isEmpty()
                    ? bound
                    : bound + "  from "
                            + String.join(
                                    ", ",
                                    sender.addresses().stream()
                                            .map(AddressRange::text)
                                            .toList());
        }

        private static String line(Credential credential, Instant now) {
            String until =
                    credential.expires().map(end -> ", until " + day(end)).orElse("");
            String state = switch (credential.state(now)) {
                case VALID -> "valid" + until;
                case EXPIRED ->
                    "expired on " + credential.expires().map(SenderCommand::day).orElse("");
                case REVOKED ->
                    "revoked on " + credential.revoked().map(SenderCommand::day).orElse("");
            };
            return "  " + credential.id() + "  " + credential.kind().id() + " of " + day(credential.created()) + ", "
                    + state;
        }
    }

    /** {@code sender revoke NAME [ID]}: takes credentials back. */
    @Command(
            name = "revoke",
            description = "Take back a credential of a sender, or all; its connections are closed within seconds.",
            mixinStandardHelpOptions = true)
    public static final class Revoke extends OfBook {
        @Parameters(index = "0", paramLabel = "NAME", description = "Name of the sender.")
        private String name = "";

        @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "One credential (default: all).")
        private @Nullable String id;

        @Option(names = "--remove", description = "Forget the sender, too.")
        private boolean remove;

        @Override
        void run(DataFolder folder, SenderBook book) throws SenderException, SendersFileException, IOException {
            int count = book.revoke(name, Optional.ofNullable(id));
            if (remove) {
                book.remove(name);
            }
            screen.good(name + ": " + count + (count == 1 ? " credential" : " credentials") + " revoked"
                    + (remove ? ", and forgotten." : "."));
        }
    }
}
