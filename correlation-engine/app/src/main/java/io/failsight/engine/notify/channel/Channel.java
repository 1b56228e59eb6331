package io.failsight.engine.notify.channel;

/** A way to one receiver. Used by one thread at a time; blocks while it sends, with limits. */
public interface Channel extends AutoCloseable {
    /**
     * Sends one message; returns when the other side has taken it, as far as its protocol says so.
     *
     * @return something that went wrong for a part of it, such as one of several addresses; empty when all is well
     * @throws SendException when it was not taken
     */
    String send(Delivery delivery) throws SendException;

    @Override
    default void close() {}
}
