/**
 * From journaled payload to entries: one decoder for each {@link io.failsight.collector.intake.Content}. Runs after the journal, so a
 * record that cannot be decoded loses nothing: it becomes an entry that says so and keeps the raw bytes. Decoders are pure:
 * the same bytes give the same entries.
 */
@NullMarked
package io.failsight.collector.decode;

import org.jspecify.annotations.NullMarked;
