/** Looks at the machine before a start, and says in one line each what to do. */
@NullMarked
package io.failsight.runtime.check;

import org.jspecify.annotations.NullMarked;
