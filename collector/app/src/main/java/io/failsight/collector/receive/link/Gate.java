package io.failsight.collector.receive.link;

import io.failsight.collector.receive.PeerName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Stands at one door: gives places to connections, makes links of them, and closes what takes too long. {@link #admit} belongs to the
 * thread that accepts, {@link #open} to the connection's own, {@link #watch} to a thread that calls it about once a second. Thread-safe.
 */
public final class Gate {
    /** First byte of a TLS record that holds a handshake (RFC 8446 §5.1); none of our protocols begins with it. */
    private static final int TLS_HANDSHAKE = 0x16;

    private final String door;
    private final Access access;
    private final LinkLimits limits;
    private final LinkCounts counts = new LinkCounts();
    private final PeerNotes notes;
    private final Set<Slot> slots = ConcurrentHashMap.newKeySet();

    /** @param door id of the receiver */
    public Gate(String door, Access access, LinkLimits limits) {
        this.door = door;
        this.access = access;
        this.limits = limits;
        this.notes = new PeerNotes(door);
    }

    public LinkCounts counts() {
        return counts;
    }

    /** What the log is told of peers. */
    public PeerNotes notes() {
        return notes;
    }

    /** Connections that have a place. */
    public Set<Slot> slots() {
        return slots;
    }

    /** Gives a connection a place, or closes it. Whoever gets a place must {@link #leave} it. */
    public Optional<Slot> admit(Socket wire) throws IOException {
        InetAddress address = wire.getInetAddress();
        if (address == null) {
            wire.close(); // gone already
            return Optional.empty();
        }
        boolean plain = access.allowsPlain(wire);
        if (!plain && access.tls() == null) {
            refuse(wire, counts.notAllowed, "access", notAllowed());
            return Optional.empty();
        }
        boolean local = access.isLocal(wire);
        long sameAddress = local
                ? 0
                : slots.stream().filter(slot -> address.equals(slot.address())).count();
        if (sameAddress >= limits.maxPerPeer()) {
            refuse(
                    wire,
                    counts.full,
                    "many",
                    "has " + sameAddress + " connections open, which is the limit for one address");
            return Optional.empty();
        }
        if (slots.size() >= limits.maxConnections() && !makeRoom()) {
            refuse(wire, counts.full, "full", "found all " + limits.maxConnections() + " places taken");
            return Optional.empty();
        }
        wire.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        Slot slot = new Slot(wire, plain ? Slot.Phase.QUIET : Slot.Phase.HANDSHAKE);
        slots.add(slot);
        counts.open.incrementAndGet();
        counts.accepted.increment();
        return Optional.of(slot);
    }

    /** Gives a place back. */
    public void leave(Slot slot) {
        if (slots.remove(slot)) {
            counts.open.decrementAndGet();
        }
    }

    private boolean makeRoom() {
        long now = System.nanoTime();
        Optional<Slot> quietest = slots.stream()
                .filter(slot -> slot.quietNanos(now) >= limits.quiet().toNanos())
                .max(Comparator.comparingLong(slot -> slot.quietNanos(now)));
        quietest.ifPresent(slot -> {
            counts.displaced.increment();
            slot.stopReading();
            leave(slot);
        });
        return quietest.isPresent();
    }

    private void refuse(Socket wire, LongAdder counter, String matter, String why) throws IOException {
        counter.increment();
        notes.tell(PeerName.of(wire.getInetAddress()), matter, why + "; its connections are closed");
        wire.close();
    }

    private String notAllowed() {
        return access.tls() == null
                ? "may not come in without credentials: add it to " + access.key() + " in failsight.yaml if it may"
                : "does not speak TLS: let it, with the appliance's ca.crt"
                        + (access.tlsOnly() ? "" : ", or add it to " + access.key() + " in failsight.yaml");
    }

    /**
     * Makes a link: looks at the first byte, and does the TLS handshake if it is one. Blocks as long as the limits allow.
     *
     * @return null when the connection ended, or was refused: it is counted, told and closed
     */
    public @Nullable Link open(Socket wire, Slot slot) throws IOException {
        if (access.tls() == null) {
            return paced(new Link(
                    wire,
                    wire,
                    wire.getInputStream(),
                    wire.getOutputStream(),
                    Proof.NOTHING,
                    access.isLocal(wire),
                    false));
        }
        int first = wire.getInputStream().read();
        if (first < 0) {
            return null;
        }
        if (first == TLS_HANDSHAKE) {
            return handshake(access.tls(), wire, slot, (byte) first);
        }
        if (!access.allowsPlain(wire)) {
            refuse(wire, counts.notAllowed, "access", notAllowed());
            return null;
        }
        PushbackInputStream in = new PushbackInputStream(wire.getInputStream(), 1);
        in.unread(first);
        return paced(new Link(wire, wire, in, wire.getOutputStream(), Proof.NOTHING, access.isLocal(wire), false));
    }

    private @Nullable Link handshake(DoorTls tls, Socket wire, Slot slot, byte first) throws IOException {
        slot.handshake();
        try {
            InputStream begun = new ByteArrayInputStream(new byte[] {first});
            SSLSocket secured = tls.over(wire, begun, access.screening().applicationProtocols());
            secured.startHandshake();
            Senders senders = access.screening().senders();
            Proof proof = PeerCertificate.proof(
                    secured.getSession(), Optional.ofNullable(senders).map(Senders::registry), wire.getInetAddress());
            screen(wire, proof);
            slot.proved(proof);
            slot.quiet();
            return paced(new Link(
                    wire,
                    secured,
                    secured.getInputStream(),
                    secured.getOutputStream(),
                    proof,
                    access.isLocal(wire),
                    true));
        } catch (PeerCertificate.RefusedException e) {
            refuse(wire, counts.refusedCredential, "credential", String.valueOf(e.getMessage()));
            return null;
        } catch (IOException e) {
            if (!slots.contains(slot)) {
                return null; // it took too long, which is counted already
            }
            refuse(wire, counts.failedHandshakes, "handshake", "failed the TLS handshake (" + e.getMessage() + ")");
            return null;
        }
    }

    private void screen(Socket wire, Proof proof) throws IOException {
        if (access.screening().required() && proof.equals(Proof.NOTHING) && !access.isLocal(wire)) {
            throw new PeerCertificate.RefusedException(
                    "shows no certificate, and this door asks for one: make it one with `./failsight sender add`");
        }
    }

    private Link paced(Link link) {
        Rates rates = access.screening().rates();
        if (rates == null || link.isLocal()) {
            return link;
        }
        return link.reading(new PacedInput(link.in(), rates.of(link.proof().source(link.peer())), counts.slowed));
    }

    /** Closes what takes too long, and what lost its credential. */
    public void watch() {
        long now = System.nanoTime();
        for (Slot slot : slots) {
            if (slot.proof() instanceof Proof.Sender sender) {
                watch(slot, sender);
            }
            if (slot.isLate(limits, now)) {
                counts.late.increment();
                notes.tell(
                        PeerName.of(slot.address()),
                        "late",
                        "did not end a handshake or a record in time; its connections are closed");
                leave(slot);
                slot.closeNow();
            }
        }
    }

    private void watch(Slot slot, Proof.Sender sender) {
        Senders senders = access.screening().senders();
        if (senders == null) {
            return;
        }
        if (!senders.registry().stillOpens(sender.digest())) {
            counts.revoked.increment();
            notes.tell(
                    PeerName.of(slot.address()),
                    "revoked " + sender.digest(),
                    "is cut off: the certificate of sender '" + sender.name() + "' was revoked or has expired");
            leave(slot);
            slot.closeNow();
        } else if (slot.didAnything()) {
            senders.saw(sender, PeerName.of(slot.address()), door);
        }
    }
}
