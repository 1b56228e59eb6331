/**
 * Telling people. What must be told is written to the outbox in the transaction that stores an incident's revision; a thread for each receiver sends it,
 * so that no receiver waits for another. Needs the ledger alone: OpenSearch may be away. At least once, and once as far as the receiver's protocol allows.
 */
@NullMarked
package io.failsight.engine.notify;

import org.jspecify.annotations.NullMarked;
