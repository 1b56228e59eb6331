/**
 * The door for Lumberjack version 2, which Winlogbeat and Filebeat speak: windows of JSON events, acknowledged when they are in the journal.
 * The wire is what elastic/go-lumber (0.1.1, {@code protocol/v2}, {@code client/v2}) writes, big-endian: {@code 2W} count; {@code 2J}
 * sequence length JSON; {@code 2C} length zlib(frames); answered by {@code 2A} sequence. (The PROTOCOL.md in that repository describes
 * another layout, which its code neither writes nor reads.)
 */
@NullMarked
package io.failsight.collector.receive.lumberjack;

import org.jspecify.annotations.NullMarked;
