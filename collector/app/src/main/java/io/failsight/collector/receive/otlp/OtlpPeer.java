package io.failsight.collector.receive.otlp;

import io.failsight.collector.receive.link.Proof;
import java.net.InetAddress;

/**
 * Who sends a request, as far as the wire tells. Immutable.
 *
 * @param address where it is
 * @param name the address as it stands in sources
 * @param proof what its certificate proves
 * @param local whether it is on this machine
 * @param encrypted whether it speaks TLS
 */
public record OtlpPeer(InetAddress address, String name, Proof proof, boolean local, boolean encrypted) {}
