package io.failsight.runtime.process;

import java.util.Locale;

/** Where a part is in its life. */
public enum PartState {
    /** Runs, and has not been ready yet. */
    STARTING,
    /** Runs and answers. */
    READY,
    /** Runs, was ready, and does not answer now. */
    SILENT,
    /** Died; waits for its next start. */
    WAITING,
    STOPPING,
    STOPPED;

    /** As shown by status. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
