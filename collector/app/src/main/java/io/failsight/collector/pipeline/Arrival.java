package io.failsight.collector.pipeline;

import io.failsight.collector.clock.SourceClock;
import io.failsight.collector.watch.Expectation;
import java.util.List;

/**
 * One host behind one source: what it is, its clock, and who expects it to speak. Immutable but for what it refers to; thread-safe.
 *
 * @param node node by failsight.yaml, else the host name it claims, else its address
 * @param clock its clock
 * @param expected expectations that it meets
 */
record Arrival(String source, String node, SourceClock clock, List<Expectation> expected) {}
