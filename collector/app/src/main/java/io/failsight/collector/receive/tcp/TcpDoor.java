package io.failsight.collector.receive.tcp;

import io.failsight.collector.intake.Content;
import java.util.function.Supplier;

/**
 * What makes one TCP door differ from another. Immutable.
 *
 * @param id lower-kebab id of the receiver; sources are {@code id/peer}
 * @param content what its records are
 * @param frames makes the frame reader of a new connection
 */
public record TcpDoor(String id, Content content, Supplier<FrameReader> frames) {}
