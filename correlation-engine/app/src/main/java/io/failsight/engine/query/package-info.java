/**
 * From what a person typed to a checked query over the index: parse, rewrite, times, cursors.
 *
 * <p>Pure: no framework, no I/O, no clock of its own. Whatever the text, the only thing thrown is {@link
 * io.failsight.engine.query.QueryException}, whose message says what is wrong, where, and what to do.
 */
@NullMarked
package io.failsight.engine.query;

import org.jspecify.annotations.NullMarked;
