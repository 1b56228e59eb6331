/**
 * Syslog doors: TCP (RFC 6587: octet counting and LF framing) and UDP (RFC 5426). They take messages out of their transport
 * framing and leave the parsing to the decoder behind the journal.
 */
@NullMarked
package io.failsight.collector.receive.syslog;

import org.jspecify.annotations.NullMarked;
