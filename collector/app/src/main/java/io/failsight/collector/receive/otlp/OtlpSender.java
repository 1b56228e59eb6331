package io.failsight.collector.receive.otlp;

import io.failsight.collector.receive.link.Proof;
import io.failsight.collector.receive.link.Rates;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request and may. Immutable.
 *
 * @param proof what it proved to be, by certificate or token
 * @param address where it is, as it stands in sources
 * @param allowance what it may still send; null for this machine, which may send any amount
 */
record OtlpSender(Proof proof, String address, Rates.@Nullable Allowance allowance) {
    /** Its name in sources and against limits that are shared out among senders. */
    String name() {
        return proof.source(address);
    }

    /** Whether it is somebody else's machine, whose requests are held to narrower limits. */
    boolean isRemote() {
        return allowance != null;
    }
}
