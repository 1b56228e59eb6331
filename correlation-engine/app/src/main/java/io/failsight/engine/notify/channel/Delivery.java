package io.failsight.engine.notify.channel;

import java.time.Instant;
import java.time.ZoneId;

/**
 * One message on its way to one receiver. Immutable.
 *
 * @param id the same at each try, so that a receiver can tell a repetition
 * @param reason why it is sent
 * @param message what it says
 * @param receiver name of the receiver
 * @param zone time zone of the receiver
 * @param at when it is sent
 */
public record Delivery(String id, Reason reason, Message message, String receiver, ZoneId zone, Instant at) {
    /** The same for all messages of an incident to a receiver, so that a mail program shows them together. */
    public String thread() {
        return message.incident().isEmpty() ? id : message.incident();
    }
}
