/** {@code ./failsight pack try}: what decoders and packs make of a file, without a running collector. */
@NullMarked
package io.failsight.collector.pipeline.trial;

import org.jspecify.annotations.NullMarked;
