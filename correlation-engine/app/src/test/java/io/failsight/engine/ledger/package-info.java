/** Tests of this room. */
@NullMarked
package io.failsight.engine.ledger;

import org.jspecify.annotations.NullMarked;
