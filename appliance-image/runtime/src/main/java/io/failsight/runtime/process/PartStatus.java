package io.failsight.runtime.process;

import java.time.Instant;

/**
 * One row of status.
 *
 * @param pid process id, 0 when it does not run
 * @param residentBytes resident memory, 0 when unknown
 * @param address where it listens
 * @param since when this state's process was started (or, when it does not run, when it ended)
 * @param restarts starts after the first one
 */
public record PartStatus(
        String id, PartState state, long pid, long residentBytes, String address, Instant since, int restarts) {}
