/**
 * The one reading of failsight.yaml, used by the supervisor, the collector and the correlation engine: typed values, a default for every key, and
 * every mistake named with its line, never ignored.
 */
@NullMarked
package io.failsight.settings;

import org.jspecify.annotations.NullMarked;
