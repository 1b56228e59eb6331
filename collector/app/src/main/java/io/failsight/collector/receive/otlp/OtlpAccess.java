package io.failsight.collector.receive.otlp;

import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.receive.link.PeerNotes;
import io.failsight.settings.AddressRange;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may send OTLP, which has neither TLS nor credentials here: this machine, and the addresses that are listed. Decided before a request
 * is read. Thread-safe.
 */
final class OtlpAccess {
    static final String REFUSAL =
            "this address may not send OTLP: add it to doors.otlp-allow in failsight.yaml if it may";

    private final List<AddressRange> allowed;
    private final IntakeCounts counts;
    private final PeerNotes notes = new PeerNotes(OtlpIntake.RECEIVER);

    /** @param allowed addresses and ranges such as {@code 192.0.2.0/24} */
    OtlpAccess(List<String> allowed, IntakeCounts counts) {
        this.allowed = allowed.stream()
                .map(text -> AddressRange.read(text)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "failsight.otlp.allow must hold addresses or ranges such as 192.0.2.0/24, was "
                                        + text)))
                .toList();
        this.counts = counts;
    }

    /** Whether a sender may send; one that may not is counted, and told once in the log. */
    boolean allows(@Nullable String peer, @Nullable String local) {
        if (peer == null || local == null) {
            return refuse("a sender without address");
        }
        InetAddress address = literal(peer);
        boolean may = address != null
                && (peer.equals(local)
                        || address.isLoopbackAddress()
                        || allowed.stream().anyMatch(range -> range.contains(address)));
        return may || refuse(peer);
    }

    private boolean refuse(String peer) {
        counts.refused(OtlpIntake.RECEIVER, ErrorKind.UNAUTHORISED, 1);
        notes.tell(
                peer,
                "access",
                "may not send OTLP, its requests are refused: add it to doors.otlp-allow in failsight.yaml if it may");
        return false;
    }

    private static @Nullable InetAddress literal(String address) {
        try {
            int scope = address.indexOf('%');
            return InetAddress.ofLiteral(scope < 0 ? address : address.substring(0, scope));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
