/** Decoder of {@link io.failsight.collector.intake.Content#JOURNALD}: journald's fields (systemd.journal-fields(7)) to an entry's. */
@NullMarked
package io.failsight.collector.decode.journald;

import org.jspecify.annotations.NullMarked;
