package io.failsight.settings.sender;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The senders as they are now: their file is looked at once a second at most, while somebody asks, and read again when it changed. A file
 * that became unusable is told once, and what was read before stays, so that neither a slip of an editor nor a damaged disk locks senders out
 * or lets revoked ones in. Thread-safe; asking costs no lock.
 */
public final class SenderRegistry {
    private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private record Stamp(
            Instant modified, long size, @Nullable Object key) {}

    /** A credential that is known, and whose it is. Immutable. */
    public record Known(Sender sender, Credential credential) {}

    private record Snapshot(List<Sender> senders, Map<String, Known> byDigest, Map<String, Sender> byName) {
        static Snapshot of(List<Sender> senders) {
            Map<String, Known> byDigest = new HashMap<>();
            Map<String, Sender> byName = new HashMap<>();
            for (Sender sender : senders) {
                byName.put(sender.name(), sender);
                for (Credential credential : sender.credentials()) {
                    byDigest.put(credential.digest(), new Known(sender, credential));
                }
            }
            return new Snapshot(senders, byDigest, byName);
        }
    }

    private final Path file;
    private final InstantSource clock;
    private final Consumer<String> problems;
    private final AtomicLong nextLook = new AtomicLong(System.nanoTime());
    private volatile Snapshot now = Snapshot.of(List.of());
    private @Nullable Stamp stamp;
    private String lastProblem = "";

    /**
     * @param file {@code secrets/senders.yaml}; need not be there
     * @param problems told in words, once each, when the file cannot be used
     */
    public SenderRegistry(Path file, InstantSource clock, Consumer<String> problems) {
        this.file = file;
        this.clock = clock;
        this.problems = problems;
        look();
    }

    /** All senders, in the order in which they were added. */
    public List<Sender> senders() {
        return current().senders();
    }

    /** The sender of that name. */
    public Optional<Sender> sender(String name) {
        return Optional.ofNullable(current().byName().get(name));
    }

    /** What is known of a certificate; empty when it is none of ours. */
    public Optional<Known> ofCertificate(X509Certificate certificate) {
        try {
            return Optional.ofNullable(current().byDigest().get(Digests.ofBytes(certificate.getEncoded())))
                    .filter(known -> known.credential().kind() == Credential.Kind.CERTIFICATE);
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** What is known of a token; empty when there is no such token. */
    public Optional<Known> ofToken(String token) {
        return Optional.ofNullable(current().byDigest().get(Digests.ofText(token)))
                .filter(known -> known.credential().kind() == Credential.Kind.TOKEN);
    }

    /** What is wrong with a credential that somebody shows from there; empty when it opens doors. Completes "the credential ...". */
    public Optional<String> problem(Known known, @Nullable InetAddress from) {
        String whose = "of sender '" + known.sender().name() + "' ";
        return switch (known.credential().state(clock.instant())) {
            case REVOKED -> Optional.of(whose + "was revoked; ask the operator for a new one");
            case EXPIRED -> Optional.of(whose + "has expired; ask the operator for a new one");
            case VALID ->
                from == null || known.sender().mayComeFrom(from)
                        ? Optional.empty()
                        : Optional.of(whose + "may not be used from this address");
        };
    }

    /** Whether a credential that opened a door still does: it is there, not revoked and not expired. */
    public boolean stillOpens(String digest) {
        Known known = current().byDigest().get(digest);
        return known != null && known.credential().state(clock.instant()) == Credential.State.VALID;
    }

    private Snapshot current() {
        long due = nextLook.get();
        long nanos = System.nanoTime();
        if (nanos - due >= 0 && nextLook.compareAndSet(due, nanos + LOOK_EVERY_NANOS)) {
            look();
        }
        return now;
    }

    /** Looks at the file at once, whenever it was looked at before. */
    public synchronized void look() {
        try {
            Stamp found = stampOf(file);
            if (!found.equals(stamp)) {
                now = Snapshot.of(SendersFile.read(file));
                stamp = found;
            }
            lastProblem = "";
        } catch (IOException e) {
            report("the file of senders " + file + " cannot be read (" + e + "); what it said before still holds");
        } catch (SendersFileException e) {
            report(e.getMessage() + "; what it said before still holds");
        }
    }

    private static Stamp stampOf(Path file) throws IOException {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(found.lastModifiedTime().toInstant(), found.size(), found.fileKey());
        } catch (NoSuchFileException e) {
            return new Stamp(Instant.EPOCH, -1, null);
        }
    }

    private void report(String problem) {
        if (!problem.equals(lastProblem)) {
            lastProblem = problem;
            problems.accept(problem);
        }
    }
}
