/** Entries that the index refused: what they are, and sending them again. */
@NullMarked
package io.failsight.engine.api.letters;

import org.jspecify.annotations.NullMarked;
