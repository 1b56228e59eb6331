/**
 * What a journal segment is on disk, and how it is written, read and searched for what is left of it after damage. Internal to the
 * journal: only {@link io.failsight.collector.journal} uses it. Every file operation goes through {@link
 * io.failsight.collector.journal.segment.JournalFiles}, so that tests can tear writes and fill the disk.
 */
@NullMarked
package io.failsight.collector.journal.segment;

import org.jspecify.annotations.NullMarked;
