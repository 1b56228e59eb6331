package io.failsight.engine.audit;

import io.failsight.audit.Anchors;

/** Our own log, which holds number and hash of each record. */
@FunctionalInterface
public interface AuditLog {
    /**
     * What it told of the chain.
     *
     * @return nothing where it cannot be read
     */
    Anchors anchors();
}
