/**
 * From the bytes of a log file to records: what encoding they are in, where lines end, which lines belong together, and the UTF-8
 * payload that is journaled. No files here: bytes in, records out.
 */
@NullMarked
package io.failsight.collector.receive.filetail.text;

import org.jspecify.annotations.NullMarked;
