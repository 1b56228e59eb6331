/**
 * Syslog messages to entries: RFC 5424, RFC 3164, and what senders make of them. Fields are spans of the message; nothing is
 * allocated for a line. What is not understood stays whole in the body, and is marked.
 */
@NullMarked
package io.failsight.collector.decode.syslog;

import org.jspecify.annotations.NullMarked;
