/**
 * Delivers entries to OpenSearch, each exactly once: a bulk body per index is written straight from the entries' spans, sent over a plain
 * connection, and every item's result is looked at. An id is made from the entry's place in the journal, so sending again after a
 * crash finds the document already there. What the destination will never take goes to the dead-letter store with its reason.
 */
@NullMarked
package io.failsight.collector.sink.opensearch;

import org.jspecify.annotations.NullMarked;
