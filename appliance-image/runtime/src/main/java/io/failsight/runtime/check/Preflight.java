package io.failsight.runtime.check;

import io.failsight.runtime.check.Finding.Obstacle;
import io.failsight.runtime.check.Finding.Warning;
import io.failsight.runtime.data.DataFolder;
import io.failsight.settings.Door;
import io.failsight.settings.PartName;
import io.failsight.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Everything that is known to make a start fail, found before it does. Stateless. */
public final class Preflight {
    private static final int MIN_JAVA = 25;
    private static final long MEBIBYTE = 1024L * 1024;
    private static final long GIBIBYTE = 1024 * MEBIBYTE;
    private static final long MIN_DISK_BYTES = 2 * GIBIBYTE;
    /** What a start writes itself: only a running appliance makes room where its data is. */
    private static final long MIN_RESTART_BYTES = 16 * MEBIBYTE;

    private static final long LITTLE_DISK_BYTES = 10 * GIBIBYTE;
    /** What three JVMs need beside their heaps. */
    private static final long BESIDE_HEAPS_BYTES = 768 * MEBIBYTE;

    private final Machine machine;

    public Preflight(Machine machine) {
        this.machine = machine;
    }

    /** All findings, in the order in which they should be mended; the data folder must exist. */
    public List<Finding> look(DataFolder folder, Settings settings) {
        var findings = new ArrayList<Finding>();
        if (machine.javaFeature() < MIN_JAVA) {
            findings.add(new Obstacle("This is Java " + machine.javaFeature() + ", Failsight needs a JDK " + MIN_JAVA
                    + " or newer: install one and set JAVA_HOME to it."));
        }
        disk(folder, findings);
        memory(settings, findings);
        for (Door door : Door.values()) {
            if (settings.uses(door)) {
                port(folder, settings, door, findings);
            }
        }
        return findings;
    }

    private void disk(DataFolder folder, List<Finding> findings) {
        try {
            long free = machine.freeDiskBytes(folder.path());
            String where = gibibytes(free) + " GB are free where the data folder " + folder.path() + " is";
            boolean inUse = Files.exists(folder.engine().resolve("failsight.db"));
            if (free < MIN_DISK_BYTES && !inUse) {
                findings.add(new Obstacle("Only " + where
                        + ", at least 2 GB are needed: free some or choose another disk with --data DIR."));
            } else if (free < MIN_RESTART_BYTES) {
                findings.add(new Obstacle("Only " + free / MEBIBYTE + " MB are free where the data folder "
                        + folder.path() + " is, a start needs " + MIN_RESTART_BYTES / MEBIBYTE
                        + " MB: free some; nothing that was taken in is lost."));
            } else if (free < LITTLE_DISK_BYTES) {
                findings.add(new Warning("Only " + where + ": 30 GB are planned for, old entries will go early."));
            }
        } catch (IOException e) {
            findings.add(new Warning("The free disk space of " + folder.path() + " cannot be read: " + e.getMessage()));
        }
    }

    private void memory(Settings settings, List<Finding> findings) {
        long heaps = 0;
        for (PartName part : PartName.values()) {
            heaps += settings.heapMebibytes(part) * MEBIBYTE;
        }
        long available = machine.availableMemoryBytes();
        String text = "only " + gibibytes(available) + " GB of memory are available, the parts may use "
                + gibibytes(heaps + BESIDE_HEAPS_BYTES) + " GB";
        if (available < heaps) {
            findings.add(new Obstacle(
                    "Not enough memory: " + text + ". Give the machine more, or lower 'memory:' in failsight.yaml."));
        } else if (available < heaps + BESIDE_HEAPS_BYTES) {
            findings.add(new Warning("Little memory: " + text + "."));
        }
    }

    private void port(DataFolder folder, Settings settings, Door door, List<Finding> findings) {
        int port = settings.port(door);
        String address = settings.address(door);
        Machine.PortState state = machine.port(address, port, false);
        boolean udp = state == Machine.PortState.FREE && door.alsoUdp();
        if (udp) {
            state = machine.port(address, port, true);
        }
        String key = "ports." + door.key() + " in " + folder.config();
        String use = (udp ? "UDP port " : "Port ") + port + " (" + door.key() + ", needed by: "
                + door.part().title() + ") ";
        switch (state) {
            case FREE -> {}
            case TAKEN ->
                findings.add(new Obstacle(use + "is taken by "
                        + PortHolder.of(port).orElse("another process") + ": stop that, or change " + key + "."));
            case FORBIDDEN ->
                findings.add(new Obstacle(
                        use + "is below 1024 and not for this account: change " + key + " to one from 1024 on."));
            case NO_SUCH_ADDRESS ->
                findings.add(new Obstacle("This machine has no address " + address + ": give --listen (or 'listen' in "
                        + folder.config() + ") one that it has, or 0.0.0.0."));
        }
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", (double) bytes / GIBIBYTE);
    }
}
