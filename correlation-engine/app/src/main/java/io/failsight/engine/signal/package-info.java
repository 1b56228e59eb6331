/**
 * The door of the acknowledged stream: collectors bring signals as lines of JSON, the ledger has them when they are told so. At least once; a signal with
 * a known id changes nothing.
 */
@NullMarked
package io.failsight.engine.signal;

import org.jspecify.annotations.NullMarked;
