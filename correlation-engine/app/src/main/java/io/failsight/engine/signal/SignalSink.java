package io.failsight.engine.signal;

import io.failsight.model.signal.Signal;
import java.util.List;

/** Who works on signals after they are durable. Thread-safe. */
@FunctionalInterface
public interface SignalSink {
    /** Takes new signals without waiting. */
    void offer(List<Signal> signals);
}
