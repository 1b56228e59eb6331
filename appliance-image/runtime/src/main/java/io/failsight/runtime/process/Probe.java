package io.failsight.runtime.process;

/** Asks a part whether it can do its work. Called again and again from one thread; must return within a few seconds. */
@FunctionalInterface
public interface Probe {
    /** True when the part is ready; any failure is false. */
    boolean isReady();
}
