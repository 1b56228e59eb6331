package io.failsight.runtime.command;

import io.failsight.runtime.process.PartListener;
import io.failsight.runtime.process.PartSpec;
import java.time.Duration;

/** One line for everything that happens to a part. Thread-safe. */
record ProgressLines(Screen screen) implements PartListener {
    @Override
    public void ready(PartSpec part, Duration afterStart) {
        screen.good(
                String.format("%-20s ready after %6s   %s", part.title(), Screen.seconds(afterStart), part.address()));
    }

    @Override
    public void died(PartSpec part, String how, Duration wait) {
        screen.warning(part.title() + " " + how + "; started again in " + wait.toSeconds() + " s, its output is in "
                + part.log());
    }

    @Override
    public void stopped(PartSpec part, Duration took, boolean killed) {
        if (killed) {
            screen.warning(
                    part.title() + " did not end within " + Screen.seconds(part.stopLimit()) + " and was killed");
        } else {
            screen.good(String.format("%-20s stopped in %s", part.title(), Screen.seconds(took)));
        }
    }
}
