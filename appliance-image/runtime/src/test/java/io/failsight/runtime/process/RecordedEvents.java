package io.failsight.runtime.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what happened to parts. */
final class RecordedEvents implements PartListener {
    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void ready(PartSpec part, Duration afterStart) {
        events.add("ready " + part.id());
    }

    @Override
    public void died(PartSpec part, String how, Duration wait) {
        events.add("died " + part.id() + " " + how);
    }

    @Override
    public void stopped(PartSpec part, Duration took, boolean killed) {
        events.add((killed ? "killed " : "stopped ") + part.id());
    }
}
