/** Collector, OpenSearch and engine are killed, are away, or refuse; an oracle looks for all that was acknowledged. */
@NullMarked
package io.failsight.it.kills;

import org.jspecify.annotations.NullMarked;
