/** Asks the collector what only it knows, and has it do what only it can. */
@NullMarked
package io.failsight.engine.collector;

import org.jspecify.annotations.NullMarked;
