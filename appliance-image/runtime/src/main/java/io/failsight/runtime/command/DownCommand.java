package io.failsight.runtime.command;

import io.failsight.runtime.control.ControlClient;
import io.failsight.runtime.data.DataFolder;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code down}: asks the supervisor to stop and waits until it is gone. */
@Command(name = "down", description = "Stop everything in order.")
public final class DownCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    private final Screen screen = Screen.standard();

    @Override
    public Integer call() {
        DataFolder folder = data.folder();
        long begun = System.nanoTime();
        if (new ControlClient(folder.run()).stop()) {
            screen.line("Failsight has stopped (" + Screen.seconds(Duration.ofNanos(System.nanoTime() - begun)) + ").");
        } else {
            screen.line("Failsight is not running with the data folder " + folder.path() + ".");
        }
        return 0;
    }
}
