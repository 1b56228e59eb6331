package io.failsight.collector.receive;

import io.failsight.collector.receive.link.LinkCounts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A door with a life cycle. Thread-safe. {@code ReceiverContract} in the tests holds every receiver to it. */
public interface Receiver extends AutoCloseable {
    /** Lower-kebab id: the {@code receiver} of its batches, the metric label and the key in the configuration. */
    String id();

    /**
     * Opens the door; returns when senders can connect.
     *
     * @throws IOException when the address cannot be bound; the message names it and says what to do
     * @throws IllegalStateException when it was started or closed before
     */
    void start() throws IOException;

    /** Port that is bound, also when port 0 was asked for; -1 while the door is not open. */
    int port();

    /** What became of connections; null where a door takes none. */
    default @Nullable LinkCounts links() {
        return null;
    }

    /**
     * Closes the door, and hands over what was already read as far as the consumer takes it within the receiver's stop
     * patience. Does nothing the second time or before the start. Waits for its threads.
     */
    @Override
    void close();
}
