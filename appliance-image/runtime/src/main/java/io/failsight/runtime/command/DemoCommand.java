package io.failsight.runtime.command;

import io.failsight.runtime.control.ApplianceStatus;
import io.failsight.runtime.control.ControlClient;
import io.failsight.runtime.data.DataFolder;
import io.failsight.runtime.demo.DemoPlayer;
import io.failsight.runtime.demo.DemoScript;
import io.failsight.settings.ConfigException;
import io.failsight.settings.Door;
import io.failsight.settings.SettingsReader;
import java.io.IOException;
import java.net.ConnectException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code demo}: a failover as it would come in, through the syslog door of the appliance that runs. Exit code 3 when none runs. */
@Command(name = "demo", description = "Play a failover through the real doors and see it as an incident.")
public final class DemoCommand implements Callable<Integer> {
    private static final int WRONG = 2;
    private static final int NOT_RUNNING = 3;

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "safekit-crash, safekit-swap, safekit-split-brain or vip-failover.")
    private String name = "";

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "How many times as fast as in reality (default: 1, at most 1000). Times in it stay real.")
    private double speed = 1;

    private final Screen screen = Screen.standard();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<DemoScript> script = DemoScript.named(name);
        if (script.isEmpty()) {
            screen.line((name.isEmpty() ? "Name a demo: " : "No demo is called " + name + "; there are ")
                    + String.join(", ", DemoScript.NAMES) + ".");
            return WRONG;
        }
        if (!(speed > 0 && speed <= 1_000)) {
            screen.line("--speed must be above 0 and at most 1000, such as --speed 10.");
            return WRONG;
        }
        DataFolder folder = data.folder();
        Optional<ApplianceStatus> running = new ControlClient(folder.run()).status();
        if (running.isEmpty()) {
            screen.line("Failsight is not running with the data folder " + folder.path()
                    + ": start it with `./failsight up`, then play the demo from another terminal.");
            return NOT_RUNNING;
        }
        return play(script.get(), folder, running.get());
    }

    private int play(DemoScript script, DataFolder folder, ApplianceStatus running)
            throws IOException, InterruptedException {
        int port;
        try {
            port = SettingsReader.read(folder.config()).ports().getOrDefault(Door.SYSLOG, Door.SYSLOG.defaultPort());
        } catch (ConfigException e) {
            e.problems().forEach(problem -> screen.error(folder.config() + " " + problem));
            return 1;
        }
        screen.line(screen.strong(script.story()));
        screen.line("%d lines over %.0f s, played in %.0f s."
                .formatted(
                        script.lines().size(),
                        script.length().toMillis() / 1e3,
                        script.length().toMillis() / 1e3 / speed));
        screen.line("");
        try {
            new DemoPlayer(port, InstantSource.system(), screen::line).play(script, speed);
        } catch (ConnectException e) {
            screen.error("The syslog door on port " + port + " is not open (" + e.getMessage()
                    + "): wait until `./failsight status` says that the collector is ready, then play the demo again.");
            return 1;
        }
        screen.line("");
        screen.line("Open " + screen.strong(running.address()) + " and look at Incidents.");
        return 0;
    }
}
