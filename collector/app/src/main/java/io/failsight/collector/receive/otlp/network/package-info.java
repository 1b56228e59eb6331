/**
 * OTLP from the network: the same gate as all other doors (TLS with the appliance's certificate, places, time limits, rates), behind it servers
 * on loopback that nobody else may use. Whoever stands at the gate is known to them by the port that the gate's own connection has.
 */
@NullMarked
package io.failsight.collector.receive.otlp.network;

import org.jspecify.annotations.NullMarked;
