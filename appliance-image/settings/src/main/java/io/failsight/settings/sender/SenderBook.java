package io.failsight.settings.sender;

import io.failsight.settings.AddressRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Changes the file of senders: one change at a time, also of several processes (a lock file beside it), each whole or not at all, and durable
 * when the call returns. Thread-safe.
 */
public final class SenderBook {
    /** Begins every token, so that people and scanners know what it is. */
    public static final String TOKEN_MARK = "fst_";
    /** Most credentials of a sender, revoked ones too; the oldest revoked or expired one makes room. */
    private static final int MAX_CREDENTIALS = 20;
    /** Most senders. */
    private static final int MAX_SENDERS = 10_000;

    private static final int TOKEN_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<?> PRIVATE = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    /** A file lock belongs to the process; this keeps its threads apart. */
    private static final ReentrantLock ONE_THREAD = new ReentrantLock();

    private final Path file;
    private final InstantSource clock;
    private final SecureRandom random;

    /** @param file {@code secrets/senders.yaml} */
    public SenderBook(Path file, InstantSource clock, SecureRandom random) {
        this.file = file;
        this.clock = clock;
        this.random = random;
    }

    /** Where the senders of a data folder are. */
    public static Path fileIn(Path secrets) {
        return secrets.resolve("senders.yaml");
    }

    /** All senders. */
    public List<Sender> senders() throws SendersFileException {
        return SendersFile.read(file);
    }

    /** The sender of that name. */
    public Optional<Sender> find(String name) throws SendersFileException {
        return senders().stream().filter(sender -> sender.name().equals(name)).findFirst();
    }

    /**
     * Adds a sender without credentials.
     *
     * @throws SenderException when the name is taken or wrong, in words
     */
    public Sender add(String name, Sender.Place place, List<AddressRange> addresses)
            throws IOException, SenderException, SendersFileException {
        if (!Sender.isName(name)) {
            throw new SenderException("a sender's name is " + Sender.nameRule());
        }
        Sender fresh = new Sender(name, place, addresses, now(), List.of());
        change(senders -> {
            if (senders.stream().anyMatch(sender -> sender.name().equalsIgnoreCase(name))) {
                throw new SenderException("there is a sender '" + name + "' already; choose another name");
            }
            if (senders.size() >= MAX_SENDERS) {
                throw new SenderException("there are " + MAX_SENDERS + " senders already; remove some");
            }
            List<Sender> more = new ArrayList<>(senders);
            more.add(fresh);
            return more;
        });
        return fresh;
    }

    /**
     * Gives a sender a token.
     *
     * @param life how long it holds; empty for ever
     * @return the token, which is told only now
     */
    public String addToken(String name, Optional<Duration> life)
            throws IOException, SenderException, SendersFileException {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = TOKEN_MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = now();
        addCredential(
                name,
                new Credential(
                        Credential.Kind.TOKEN, Digests.ofText(token), "", now, life.map(now::plus), Optional.empty()));
        return token;
    }

    /** Gives a sender a certificate that the authority signed. */
    public void addCertificate(String name, SenderAuthority.Issued issued)
            throws IOException, SenderException, SendersFileException {
        addCredential(
                name,
                new Credential(
                        Credential.Kind.CERTIFICATE,
                        issued.fingerprint(),
                        issued.serial(),
                        now(),
                        Optional.of(issued.expires()),
                        Optional.empty()));
    }

    private void addCredential(String name, Credential credential)
            throws IOException, SenderException, SendersFileException {
        changeOne(name, sender -> {
            List<Credential> kept = new ArrayList<>(sender.credentials());
            if (kept.size() >= MAX_CREDENTIALS) {
                Instant now = clock.instant();
                Credential oldest = kept.stream()
                        .filter(old -> old.state(now) != Credential.State.VALID)
                        .findFirst()
                        .orElseThrow(() -> new SenderException(
                                "'" + name + "' has " + MAX_CREDENTIALS + " valid credentials already; revoke some"));
                kept.remove(oldest);
            }
            return sender.with(kept).with(credential);
        });
    }

    /**
     * Takes credentials of a sender back: the one with that id, or all.
     *
     * @return how many were taken back now
     */
    public int revoke(String name, Optional<String> id) throws IOException, SenderException, SendersFileException {
        int[] count = {0};
        changeOne(name, sender -> {
            if (id.isPresent()
                    && sender.credentials().stream()
                            .noneMatch(credential -> credential.id().equals(id.get()))) {
                throw new SenderException("'" + name + "' has no credential '" + id.get() + "'");
            }
            Instant now = now();
            List<Credential> revoked = new ArrayList<>();
            for (Credential credential : sender.credentials()) {
                boolean meant = credential.revoked().isEmpty()
                        && (id.isEmpty() || credential.id().equals(id.get()));
                count[0] += meant ? 1 : 0;
                revoked.add(meant ? credential.revokedAt(now) : credential);
            }
            return sender.with(revoked);
        });
        return count[0];
    }

    /** Forgets a sender with all its credentials: none of them opens a door again. */
    public void remove(String name) throws IOException, SenderException, SendersFileException {
        change(senders -> {
            List<Sender> rest = senders.stream()
                    .filter(sender -> !sender.name().equals(name))
                    .toList();
            if (rest.size() == senders.size()) {
                throw unknown(name);
            }
            return rest;
        });
    }

    private static SenderException unknown(String name) {
        return new SenderException("there is no sender '" + name + "'; `./failsight sender list` names all");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private interface Change {
        List<Sender> of(List<Sender> senders) throws SenderException;
    }

    private interface ChangeOfOne {
        Sender of(Sender sender) throws SenderException;
    }

    private void changeOne(String name, ChangeOfOne change) throws IOException, SenderException, SendersFileException {
        change(senders -> {
            List<Sender> changed = new ArrayList<>(senders);
            for (int i = 0; i < changed.size(); i++) {
                if (changed.get(i).name().equals(name)) {
                    changed.set(i, change.of(changed.get(i)));
                    return changed;
                }
            }
            throw unknown(name);
        });
    }

    private void change(Change change) throws IOException, SenderException, SendersFileException {
        ONE_THREAD.lock();
        try (FileChannel channel = FileChannel.open(
                        file.resolveSibling(file.getFileName() + ".lock"),
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PRIVATE);
                FileLock held = channel.lock()) {
            if (held.isValid()) {
                write(SendersFile.write(change.of(SendersFile.read(file))));
            }
        } finally {
            ONE_THREAD.unlock();
        }
    }

    private void write(String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PRIVATE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
