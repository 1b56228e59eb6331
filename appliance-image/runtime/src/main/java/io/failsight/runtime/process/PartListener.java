package io.failsight.runtime.process;

import java.time.Duration;

/** Is told what happens to parts; called from their threads, must be quick and thread-safe. */
public interface PartListener {
    /** The part answered for the first time since it was started. */
    void ready(PartSpec part, Duration afterStart);

    /** The part ended without being asked to; it is started again after {@code wait}. */
    void died(PartSpec part, String how, Duration wait);

    /** The part ended because it was asked to. */
    void stopped(PartSpec part, Duration took, boolean killed);
}
