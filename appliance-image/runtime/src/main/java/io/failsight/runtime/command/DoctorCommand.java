package io.failsight.runtime.command;

import io.failsight.runtime.check.AuditTrail;
import io.failsight.runtime.check.Finding;
import io.failsight.runtime.check.Machine;
import io.failsight.runtime.check.Preflight;
import io.failsight.runtime.check.SecretModes;
import io.failsight.runtime.control.ApplianceStatus;
import io.failsight.runtime.control.ControlClient;
import io.failsight.runtime.data.DataFolder;
import io.failsight.runtime.data.DataFolderException;
import io.failsight.runtime.data.ServerCertificate;
import io.failsight.runtime.process.PartState;
import io.failsight.runtime.process.PartStatus;
import io.failsight.settings.ConfigException;
import io.failsight.settings.Settings;
import io.failsight.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}: looks at everything that usually goes wrong, and says what to do. Exit code 1 when something must be done. */
@Command(
        name = "doctor",
        description = "Look at JDK, ports, disk, memory, secrets, audit and parts, and say what to do.")
public final class DoctorCommand implements Callable<Integer> {
    private static final Duration SOON = Duration.ofDays(30);

    @Mixin
    private DataOption data = new DataOption();

    private final Screen screen = Screen.standard();
    private final InstantSource clock = InstantSource.system();
    private boolean ill;

    @Override
    public Integer call() {
        DataFolder folder = data.folder();
        screen.good("Java " + Runtime.version() + " at " + System.getProperty("java.home"));
        if (!Files.isDirectory(folder.path())) {
            screen.warning("The data folder " + folder.path() + " is not there yet: `./failsight up` makes it.");
            return 0;
        }
        Optional<ApplianceStatus> running = new ControlClient(folder.run()).status();
        try {
            folder.refuseOtherFormats();
        } catch (DataFolderException e) {
            bad(String.valueOf(e.getMessage()));
        }
        try {
            Settings settings = SettingsReader.read(folder.config());
            screen.good(folder.config() + " is good");
            if (running.isEmpty()) {
                machine(folder, settings);
            }
        } catch (ConfigException | IOException e) {
            bad(String.valueOf(e.getMessage()));
        }
        secrets(folder);
        AuditTrail.look(folder).ifPresent(this::audit);
        running.ifPresentOrElse(this::parts, () -> screen.line("  - Failsight is not running"));
        return ill ? 1 : 0;
    }

    private void machine(DataFolder folder, Settings settings) {
        List<Finding> findings = new Preflight(Machine.local()).look(folder, settings);
        tell(findings);
        if (findings.isEmpty()) {
            screen.good("ports, disk and memory are free");
        }
    }

    private void tell(List<Finding> findings) {
        for (Finding finding : findings) {
            switch (finding) {
                case Finding.Obstacle obstacle -> bad(obstacle.message());
                case Finding.Warning warning -> screen.warning(warning.message());
            }
        }
    }

    private void audit(AuditTrail.Result result) {
        if (!result.good().isEmpty()) {
            screen.good(result.good());
        }
        tell(result.findings());
    }

    private void secrets(DataFolder folder) {
        List<String> open = SecretModes.problems(folder);
        open.forEach(this::bad);
        if (open.isEmpty()) {
            screen.good("only this account can read the data folder");
        }
        var certificate = new ServerCertificate(folder, clock, new SecureRandom());
        if (!Files.exists(certificate.certificateFile())) {
            return;
        }
        try {
            Instant expires = certificate.expires();
            if (expires.isBefore(clock.instant().plus(SOON))) {
                bad("The server certificate ends on " + expires + ": `./failsight down` and `up` make a new one.");
            } else {
                screen.good("the server certificate is good until " + expires);
            }
        } catch (IOException e) {
            bad(e.getMessage() + ": delete it, the next `./failsight up` makes a new one.");
        }
    }

    private void parts(ApplianceStatus running) {
        for (PartStatus part : running.parts()) {
            if (part.state() == PartState.READY) {
                screen.good(part.id() + " is ready" + (part.restarts() > 0 ? ", restarts: " + part.restarts() : ""));
            } else {
                bad(part.id() + " is " + part.state().word() + " (restarts: " + part.restarts() + "): read logs/"
                        + part.id() + ".out in the data folder.");
            }
        }
    }

    private void bad(String message) {
        ill = true;
        screen.line("  ✗ " + message);
    }
}
