package io.failsight.collector.receive.otlp;

import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.receive.link.PeerNotes;
import io.failsight.collector.receive.link.Proof;
import io.failsight.collector.receive.link.Rates;
import io.failsight.collector.receive.link.Senders;
import io.failsight.settings.AddressRange;
import io.failsight.settings.sender.SenderRegistry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may send OTLP: this machine; over TLS whoever has a certificate or a token; and the addresses that are listed. Decided by certificate,
 * token and address, before a request is read; headers that proxies write are never looked at. Thread-safe.
 */
final class OtlpAccess {
    static final String NOT_LISTED =
            "this address may not send OTLP in the clear: use TLS and a credential, or add it to"
                    + " doors.otlp-allow in failsight.yaml if it may";
    static final String NO_CREDENTIAL =
            "no credential: send a client certificate or the header 'authorization: Bearer TOKEN'"
                    + " (made with ./failsight sender add)";
    static final String IN_THE_CLEAR =
            "a token was sent in the clear, where others read it: send it over TLS, and revoke this one";
    static final String UNKNOWN_TOKEN = "the token is not known; ask the operator for a new one";

    private static final String BEARER = "Bearer ";

    private final List<AddressRange> allowed;
    private final IntakeCounts counts;
    private final Senders senders;
    private final Rates rates;
    private final PeerNotes notes = new PeerNotes(OtlpIntake.RECEIVER);

    /** @param allowed addresses and ranges such as {@code 192.0.2.0/24} that need no credential */
    OtlpAccess(List<String> allowed, IntakeCounts counts, Senders senders, Rates rates) {
        this.allowed = allowed.stream()
                .map(text -> AddressRange.read(text)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "failsight.otlp.allow must hold addresses or ranges such as 192.0.2.0/24, was "
                                        + text)))
                .toList();
        this.counts = counts;
        this.senders = senders;
        this.rates = rates;
    }

    /** Whether a request is read; one that is not is counted, and told once in the log. */
    OtlpVerdict judge(@Nullable OtlpPeer peer, @Nullable String authorization) {
        if (peer == null) {
            return refuse("a sender without address", OtlpVerdict.Denied.notAllowed(NOT_LISTED));
        }
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return byToken(peer, authorization.substring(BEARER.length()).strip());
        }
        if (peer.proof() instanceof Proof.Sender sender) {
            // An open connection outlives its credential by a moment only; no request comes in between.
            return senders.registry().stillOpens(sender.digest())
                    ? admit(peer, sender)
                    : refuse(
                            peer.name(),
                            OtlpVerdict.Denied.unauthenticated("the certificate of sender '" + sender.name()
                                    + "' was revoked or has expired; ask the operator for a new one"));
        }
        if (peer.local()
                || peer.proof() instanceof Proof.Certificate
                || allowed.stream().anyMatch(range -> range.contains(peer.address()))) {
            return admit(peer, peer.proof());
        }
        return refuse(
                peer.name(),
                peer.encrypted()
                        ? OtlpVerdict.Denied.unauthenticated(NO_CREDENTIAL)
                        : OtlpVerdict.Denied.notAllowed(NOT_LISTED));
    }

    private OtlpVerdict byToken(OtlpPeer peer, String token) {
        if (!peer.encrypted() && !peer.local()) {
            return refuse(peer.name(), OtlpVerdict.Denied.unauthenticated(IN_THE_CLEAR));
        }
        Optional<SenderRegistry.Known> known = senders.registry().ofToken(token);
        if (known.isEmpty()) {
            return refuse(peer.name(), OtlpVerdict.Denied.unauthenticated(UNKNOWN_TOKEN));
        }
        Optional<String> problem = senders.registry().problem(known.get(), peer.local() ? null : peer.address());
        if (problem.isPresent()) {
            return refuse(peer.name(), OtlpVerdict.Denied.unauthenticated("the token " + problem.get()));
        }
        String name = known.get().sender().name();
        if (peer.proof() instanceof Proof.Sender shown && !shown.name().equals(name)) {
            return refuse(
                    peer.name(),
                    OtlpVerdict.Denied.unauthenticated("the certificate is of sender '" + shown.name()
                            + "' and the token of '" + name + "'; send those of one"));
        }
        return admit(peer, new Proof.Sender(name, known.get().credential().digest()));
    }

    private OtlpVerdict admit(OtlpPeer peer, Proof proof) {
        if (proof instanceof Proof.Sender sender) {
            senders.saw(sender, peer.name(), OtlpIntake.RECEIVER);
        }
        return new OtlpVerdict.Admitted(
                new OtlpSender(proof, peer.name(), peer.local() ? null : rates.of(proof.source(peer.name()))));
    }

    private OtlpVerdict refuse(String peer, OtlpVerdict.Denied denied) {
        counts.refused(OtlpIntake.RECEIVER, ErrorKind.UNAUTHORISED, 1);
        notes.tell(peer, "access", "may not send OTLP, its requests are refused: " + denied.words());
        return denied;
    }
}
