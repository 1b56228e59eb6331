/**
 * What must outlive every crash: one SQLite file with signals, incidents, what people did, and what is still to be sent. Knows transactions and
 * schema versions, not what the rows mean.
 */
@NullMarked
package io.failsight.engine.ledger;

import org.jspecify.annotations.NullMarked;
