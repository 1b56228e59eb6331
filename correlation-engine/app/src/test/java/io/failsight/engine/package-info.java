/** Tests of the whole module: who may know whom, and the console's own checks. */
@NullMarked
package io.failsight.engine;

import org.jspecify.annotations.NullMarked;
