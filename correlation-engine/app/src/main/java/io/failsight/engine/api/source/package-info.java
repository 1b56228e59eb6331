/** Who sends, what came, and what did not, as the collector knows it. */
@NullMarked
package io.failsight.engine.api.source;

import org.jspecify.annotations.NullMarked;
