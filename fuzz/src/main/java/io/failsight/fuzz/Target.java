package io.failsight.fuzz;

/** What is tested with made-up input. Called by one thread. */
@FunctionalInterface
public interface Target {
    /**
     * Gives the input to the code under test and checks what it made of it.
     *
     * @throws Exception or an {@link AssertionError} when that is wrong
     */
    void check(byte[] input) throws Exception;
}
