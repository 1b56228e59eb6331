package io.failsight.collector.receive.link;

import java.net.InetAddress;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What a door looks at beside addresses. Immutable.
 *
 * @param senders who has which credential, and who came when; null where no file of senders is kept
 * @param required whether nobody comes in from the network over TLS without a certificate
 * @param rates how much one sender of the network may send; null for any amount
 * @param applicationProtocols what is agreed on with TLS (ALPN), the dearest first; none asks for nothing
 * @param thisMachine whether the ends of a connection, the sender's first, are one machine
 */
public record Screening(
        @Nullable Senders senders,
        boolean required,
        @Nullable Rates rates,
        List<String> applicationProtocols,
        BiPredicate<InetAddress, InetAddress> thisMachine) {
    /** Looks at nothing. */
    public static final Screening NONE = new Screening(null, false, null, List.of(), Access::isThisMachine);

    public Screening {
        applicationProtocols = List.copyOf(applicationProtocols);
    }

    /** With a file of senders and limits of rate, asking for nothing. */
    public static Screening of(Senders senders, Rates rates) {
        return new Screening(senders, false, rates, List.of(), Access::isThisMachine);
    }

    /** The same for a door that asks for a certificate. */
    public Screening requiring(boolean certificate) {
        return new Screening(senders, certificate, rates, applicationProtocols, thisMachine);
    }

    /** The same with protocols to agree on. */
    public Screening speaking(String... protocols) {
        return new Screening(senders, required, rates, List.of(protocols), thisMachine);
    }
}
