package io.failsight.it.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Two real keepalived nodes that share the virtual address 10.99.0.100, in network namespaces on a bridge of their own, logging through real rsyslogd
 * to a collector's syslog door on loopback. Node a has priority 100, node b 90; both preempt; an advertisement each second, so that b takes over
 * 3 x 1 s + (256 - 90) / 256 s = 3.65 s after the last one (RFC 5798 §6.1). Belongs to one thread; needs root.
 */
public final class KeepalivedLab implements AutoCloseable {
    private static final String VIRTUAL_ADDRESS = "10.99.0.100/24";
    private static final Duration POLL = Duration.ofMillis(10);

    private final String bridge;
    private final KeepalivedNode a;
    private final KeepalivedNode b;

    /**
     * Makes the network and starts the logs; keepalived is started by {@link #startBoth}.
     *
     * @param folder for configuration and logs; made
     * @param label keeps labs of one machine apart, at most four letters or digits
     * @param cluster node names are this with {@code -a} and {@code -b} behind
     * @param syslogPort TCP port of the collector on loopback
     */
    public KeepalivedLab(Path folder, String label, String cluster, int syslogPort)
            throws IOException, InterruptedException {
        String prefix = "fs" + ProcessHandle.current().pid() + label;
        bridge = prefix + "br";
        Files.createDirectories(folder);
        a = new KeepalivedNode(cluster + "-a", prefix + "a", bridge, "va", folder.resolve("a"));
        b = new KeepalivedNode(cluster + "-b", prefix + "b", bridge, "vb", folder.resolve("b"));
        boolean made = false;
        try {
            Commands.line("ip netns add " + bridge);
            Commands.line("ip -n " + bridge + " link add br0 type bridge");
            Commands.line("ip -n " + bridge + " link set br0 up");
            a.connect("10.99.0.1/24");
            b.connect("10.99.0.2/24");
            a.write(100, VIRTUAL_ADDRESS, syslogPort);
            b.write(90, VIRTUAL_ADDRESS, syslogPort);
            a.startLog();
            b.startLog();
            made = true;
        } finally {
            if (!made) {
                close();
            }
        }
    }

    /** Why no lab can be made here, in words that say what to do; empty when one can. */
    public static Optional<String> obstacle() throws InterruptedException {
        for (String program : List.of("/usr/sbin/keepalived", "/usr/sbin/rsyslogd", "/usr/sbin/ip")) {
            if (!Files.isExecutable(Path.of(program)) && !Files.isExecutable(Path.of(program.replace("/usr", "")))) {
                return Optional.of(program + " is missing: apt-get install keepalived rsyslog iproute2");
            }
        }
        String probe = "fs" + ProcessHandle.current().pid() + "probe";
        if (!Commands.succeeds("ip netns add " + probe)) {
            return Optional.of("network namespaces cannot be made: run as root, on a kernel that has them");
        }
        boolean ignored = Commands.succeeds("ip netns del " + probe);
        return Optional.empty();
    }

    public KeepalivedNode a() {
        return a;
    }

    public KeepalivedNode b() {
        return b;
    }

    /** Starts both and waits until a, the stronger, holds the address. */
    public void startBoth() throws IOException, InterruptedException {
        a.start();
        b.start();
        Instant ignored = awaitHolder(a, Duration.ofSeconds(30));
    }

    /** When the address was first seen on the node; looked for each 10 ms. */
    public Instant awaitHolder(KeepalivedNode node, Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            if (node.holdsAddress()) {
                return Instant.now();
            }
            Thread.sleep(POLL);
        }
        throw new IOException("the address did not come to " + node.name() + " within " + limit);
    }

    /** Cuts the network between the nodes while both links stay up. */
    public Instant partition() throws IOException, InterruptedException {
        Instant now = Instant.now();
        a.isolate(true);
        b.isolate(true);
        return now;
    }

    /** Joins the network again. */
    public Instant heal() throws IOException, InterruptedException {
        Instant now = Instant.now();
        a.isolate(false);
        b.isolate(false);
        return now;
    }

    /** Ends both logs first: the end of the lab is no event of the cluster, and one node would tell of the other's. */
    @Override
    public void close() throws InterruptedException {
        a.stopLog();
        b.stopLog();
        a.close();
        b.close();
        boolean ignored = Commands.succeeds("ip netns del " + bridge);
    }
}
