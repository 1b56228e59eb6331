package io.failsight.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.it.lab.Commands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole appliance in a network of its own, whose default route leads to a device that swallows and counts everything: nothing is asked of anybody. Needs root, to make the network.
 */
final class OfflineIT {
    private static final String SPACE = "fs-offline-" + ProcessHandle.current().pid();

    @TempDir
    private Path folder;

    @BeforeEach
    void makeNetwork() throws Exception {
        Commands.line("ip netns add " + SPACE);
        // Without IPv6 the kernel itself has nothing to say on the device.
        inside("sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1");
        inside("ip link set lo up");
        inside("ip link add out0 type veth peer name in0");
        inside("ip link set in0 up");
        inside("ip address add 192.0.2.9/24 dev out0");
        inside("ip link set out0 up");
        inside("ip route add default dev out0");
    }

    @AfterEach
    void removeNetwork() throws Exception {
        Commands.line("ip netns del " + SPACE);
    }

    private static String inside(String line) throws IOException, InterruptedException {
        return Commands.line("ip netns exec " + SPACE + " " + line);
    }

    private static long sent() throws Exception {
        return Long.parseLong(
                inside("cat /sys/class/net/out0/statistics/tx_packets").strip());
    }

    @Test
    void asksNobodyForAnything() throws Exception {
        long before = sent();
        try (Appliance appliance =
                new Appliance(folder.resolve("data"), "", List.of("ip", "netns", "exec", SPACE), Map.of())) {
            long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
            while (!appliance.run("status", "--json").contains("\"ready\":true")) {
                assertTrue(System.nanoTime() < until && appliance.process().isAlive(), appliance.printed());
                Thread.sleep(500);
            }
            String played = appliance.run("demo", "--speed", "200", "safekit-crash");
            assertTrue(played.startsWith("0\n"), played);
            String bundle = appliance.run(
                    "support-bundle", "--out", folder.resolve("b.zip").toString());
            assertTrue(bundle.startsWith("0\n"), bundle);
            Thread.sleep(10_000); // long enough for whatever an idle program does in the background
            assertEquals(before, sent(), "packets that wanted to leave the machine");
        }
        assertEquals(before, sent(), "packets that wanted to leave the machine at its end");
        // And the counter counts: a question to a name server outside is seen.
        ProcessBuilder asks =
                new ProcessBuilder("ip", "netns", "exec", SPACE, "bash", "-c", "echo x > /dev/udp/203.0.113.1/53");
        assertEquals(0, asks.start().waitFor());
        assertEquals(before + 1, sent());
    }
}
