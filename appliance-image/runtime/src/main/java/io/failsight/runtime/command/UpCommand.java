package io.failsight.runtime.command;

import io.failsight.runtime.appliance.Appliance;
import io.failsight.runtime.appliance.CertificateRenewal;
import io.failsight.runtime.appliance.PartCatalogue;
import io.failsight.runtime.check.Finding;
import io.failsight.runtime.check.Machine;
import io.failsight.runtime.check.OpenDoors;
import io.failsight.runtime.check.Preflight;
import io.failsight.runtime.control.ApplianceStatus;
import io.failsight.runtime.control.ControlClient;
import io.failsight.runtime.control.InstanceLock;
import io.failsight.runtime.data.DataFolder;
import io.failsight.runtime.data.DataFolderException;
import io.failsight.runtime.data.FirstStart;
import io.failsight.runtime.data.ServerCertificate;
import io.failsight.runtime.process.PartSpec;
import io.failsight.settings.ConfigException;
import io.failsight.settings.Settings;
import io.failsight.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code up}: sets up what is missing, starts all parts, stays to supervise them. Exit code 1 with one line when it cannot. */
@Command(name = "up", description = "Set up what is missing, start everything, and supervise it.")
public final class UpCommand implements Callable<Integer> {
    private static final Duration READY_LIMIT = Duration.ofSeconds(120);

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--detach", description = "Return when everything is ready and go on in the background.")
    private boolean detach;

    @Option(
            names = "--listen",
            paramLabel = "ADDR",
            description = "Open the console and the doors for logs to the network on this address (0.0.0.0 for all).")
    private @Nullable String listen;

    @Option(names = "--background", hidden = true, description = "The second half of --detach.")
    private boolean background;

    private final Screen screen = Screen.standard();
    private final InstantSource clock = InstantSource.system();

    @Override
    public Integer call() throws InterruptedException {
        DataFolder folder = data.folder();
        Optional<ApplianceStatus> running = new ControlClient(folder.run()).status();
        if (running.isPresent()) {
            return alreadyRunning(folder, running.get());
        }
        try {
            return detach ? Detached.start(folder, listen, screen) : supervise(folder);
        } catch (DataFolderException | ConfigException e) {
            screen.error(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            screen.error("The start failed at a file (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                    + "): look at it, `./failsight doctor` helps.");
        }
        return 1;
    }

    private int alreadyRunning(DataFolder folder, ApplianceStatus running) {
        screen.line("Failsight is running already (process " + running.pid() + ", data " + folder.path() + "): "
                + screen.strong(running.address()));
        return 0;
    }

    private int supervise(DataFolder folder)
            throws IOException, DataFolderException, ConfigException, InterruptedException {
        folder.prepare();
        Optional<InstanceLock> lock = InstanceLock.tryTake(folder.run());
        if (lock.isEmpty()) {
            screen.line("Failsight is just starting or stopping with the data folder " + folder.path()
                    + ": look at `./failsight status` in a moment.");
            return 0;
        }
        offerConfig(folder);
        Settings settings = SettingsReader.check(folder.config());
        DataFolder.write(folder.settingsInForce(), Files.readString(folder.config()));
        settings = listen == null ? settings : settings.withListen(listen);
        if (!passes(new Preflight(Machine.local()).look(folder, settings))) {
            return 1;
        }
        OpenDoors.lines(settings).forEach(line -> screen.line(screen.faint(line)));
        var random = new SecureRandom();
        var first = new FirstStart(folder, random);
        var password = new OncePassword(
                first.prepare(System.getenv("FAILSIGHT_ADMIN_PASSWORD")), screen, OncePassword.fileForJournal(folder));
        first.mended().forEach(screen::warning);
        var certificate = new ServerCertificate(folder, clock, random);
        certificate.prepare(settings.listen());
        certificate.mended().forEach(screen::warning);
        screen.line("Starting Failsight " + screen.faint("(data " + folder.path() + ")"));
        var specs = new PartCatalogue(DataOption.home(), folder, settings, certificate).specs();
        var appliance = new Appliance(folder, settings, specs, lock.get(), clock, new ProgressLines(screen));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            appliance.close();
            password.show();
        }));
        CertificateRenewal.start(certificate, settings.listen(), screen::warning);
        return follow(appliance, folder, settings, password);
    }

    /** What the checks find names keys of this file. */
    private static void offerConfig(DataFolder folder) {
        try {
            FirstStart.makeConfig(folder);
        } catch (IOException e) {
            return; // a full disk: the checks say so in words
        }
    }

    private boolean passes(List<Finding> findings) {
        boolean passes = true;
        for (Finding finding : findings) {
            switch (finding) {
                case Finding.Obstacle obstacle -> {
                    screen.error(obstacle.message());
                    passes = false;
                }
                case Finding.Warning warning -> screen.warning(warning.message());
            }
        }
        return passes;
    }

    private int follow(Appliance appliance, DataFolder folder, Settings settings, OncePassword password)
            throws InterruptedException, IOException {
        List<PartSpec> notReady = appliance.awaitReady(READY_LIMIT);
        if (!appliance.stopAsked()) {
            for (PartSpec part : notReady) {
                screen.error("The " + part.title() + " is not ready after " + Screen.seconds(READY_LIMIT)
                        + ", Failsight goes on trying: read " + part.log() + ", or end it with `./failsight down`.");
            }
            announce(settings, password);
            if (background) {
                Detached.letGo(folder, notReady.isEmpty() ? 0 : 1);
            } else {
                screen.line(screen.faint("  Ctrl-C stops it."));
            }
        }
        appliance.awaitStop();
        appliance.close();
        return 0;
    }

    private void announce(Settings settings, OncePassword password) {
        screen.line("");
        screen.line("  Open      " + screen.strong(settings.consoleAddress()));
        password.show();
        screen.line("");
    }
}
