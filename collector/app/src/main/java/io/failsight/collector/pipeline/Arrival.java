package io.failsight.collector.pipeline;

import io.failsight.collector.clock.SourceClock;
import io.failsight.collector.ledger.SourceLine;
import io.failsight.collector.watch.Expectation;
import java.util.List;

/**
 * One host behind one source: what it is, its clock, and who expects it to speak. Immutable but for what it refers to; thread-safe.
 *
 * @param host host name that it claims, empty for none
 * @param node node by failsight.yaml, else the host name it claims, else its address
 * @param clock its clock
 * @param line what came from it
 * @param expected expectations that it meets
 */
record Arrival(
        String source, String host, String node, SourceClock clock, SourceLine line, List<Expectation> expected) {}
