/**
 * From what the core finds to what people know: stable ids, revisions that say what changed, evidence that outlives its entries, and what operators do
 * about an incident. Everything is in the ledger before anybody is told.
 */
@NullMarked
package io.failsight.engine.incident;

import org.jspecify.annotations.NullMarked;
