/**
 * The connection core of doors that take a plain stream of frames over TCP without acknowledgement: one thread a connection, bytes
 * journaled where they were read, back-pressure by not reading. What a frame is, a {@link
 * io.failsight.collector.receive.tcp.FrameReader} says.
 */
@NullMarked
package io.failsight.collector.receive.tcp;

import org.jspecify.annotations.NullMarked;
