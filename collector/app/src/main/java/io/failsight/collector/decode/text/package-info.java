/** Decoder of {@link io.failsight.collector.intake.Content#TEXT}: what a line means is for packs to say. */
@NullMarked
package io.failsight.collector.decode.text;

import org.jspecify.annotations.NullMarked;
