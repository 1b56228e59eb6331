/**
 * What packs say of signals, compiled: which texts stand in a signal, and the words that they are turned into. Knows the entry only, and
 * works only for the few lines whose rule has a signal.
 */
@NullMarked
package io.failsight.collector.pack.signal;

import org.jspecify.annotations.NullMarked;
