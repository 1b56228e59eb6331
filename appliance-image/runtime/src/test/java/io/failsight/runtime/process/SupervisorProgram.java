package io.failsight.runtime.process;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** A supervisor in a process of its own, to be killed by a test: arguments are a folder and a shell script. */
final class SupervisorProgram {
    private SupervisorProgram() {}

    public static void main(String... arguments) {
        Path folder = Path.of(arguments[0]);
        var spec = new PartSpec(
                "child",
                "child",
                List.of("/bin/sh", "-c", arguments[1]),
                Map.of(),
                folder,
                folder.resolve("child.out"),
                "-",
                () -> true,
                Duration.ofSeconds(1));
        new Supervisor(List.of(spec), InstantSource.system(), new RecordedEvents()).start();
    }
}
