package io.failsight.runtime.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.runtime.data.DataFolder;
import io.failsight.settings.Door;
import io.failsight.settings.Settings;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
    private static final long GIBIBYTE = 1L << 30;

    @TempDir
    Path folder;

    @Test
    void aGoodMachinePasses() {
        assertEquals(List.of(), look(new FakeMachine(30 * GIBIBYTE, 10 * GIBIBYTE, 25)));
    }

    @Test
    void refusesUnderTwoGigabytesOfDiskAndWarnsUnderTen() {
        Finding refused = look(new FakeMachine(GIBIBYTE, 10 * GIBIBYTE, 25)).getFirst();
        assertInstanceOf(Finding.Obstacle.class, refused);
        assertTrue(refused.message().startsWith("Only 1.0 GB are free"), refused.message());
        assertInstanceOf(
                Finding.Warning.class,
                look(new FakeMachine(9 * GIBIBYTE, 10 * GIBIBYTE, 25)).getFirst());
    }

    @Test
    void refusesLessMemoryThanTheHeapsAndAnOlderJava() {
        Finding memory = look(new FakeMachine(30 * GIBIBYTE, GIBIBYTE, 25)).getFirst();
        assertInstanceOf(Finding.Obstacle.class, memory);
        assertTrue(memory.message().contains("Not enough memory: only 1.0 GB"), memory.message());
        Finding java = look(new FakeMachine(30 * GIBIBYTE, 10 * GIBIBYTE, 21)).getFirst();
        assertTrue(java.message().startsWith("This is Java 21, Failsight needs a JDK 25"), java.message());
    }

    @Test
    void namesThePortThePartAndTheProcessThatHoldsIt() throws Exception {
        try (var taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            String message = portMessage(taken.getLocalPort(), false);
            assertTrue(
                    message.startsWith(
                            "Port " + taken.getLocalPort() + " (syslog, needed by: collector) is taken by process "
                                    + ProcessHandle.current().pid() + " ("),
                    message);
            assertTrue(message.endsWith("change ports.syslog in " + folder + "/failsight.yaml."), message);
        }
    }

    @Test
    void noticesATakenUdpPortToo() throws Exception {
        try (var taken = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            String message = portMessage(taken.getLocalPort(), true);
            assertTrue(message.startsWith("UDP port " + taken.getLocalPort() + " (syslog"), message);
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNamed() {
        assertEquals(Machine.PortState.NO_SUCH_ADDRESS, Machine.local().port("192.0.2.1", 50_000, false));
    }

    private String portMessage(int port, boolean udp) {
        var ports = new EnumMap<Door, Integer>(Settings.defaults().ports());
        ports.put(Door.SYSLOG, port);
        var settings = Settings.defaults().withPorts(ports);
        var machine = new OnlyThisPort(port, udp);
        return new Preflight(machine)
                .look(new DataFolder(folder), settings)
                .getFirst()
                .message();
    }

    private List<Finding> look(Machine machine) {
        return new Preflight(machine).look(new DataFolder(folder), Settings.defaults());
    }

    /** Every port is free. */
    private record FakeMachine(long disk, long memory, int javaFeature) implements Machine {
        @Override
        public long freeDiskBytes(Path path) {
            return disk;
        }

        @Override
        public long availableMemoryBytes() {
            return memory;
        }

        @Override
        public PortState port(String address, int port, boolean udp) {
            return PortState.FREE;
        }
    }

    /** Asks the real machine for one port; the others may be in use by whatever else runs here. */
    private record OnlyThisPort(int wanted, boolean wantedUdp) implements Machine {
        @Override
        public long freeDiskBytes(Path path) {
            return 30 * GIBIBYTE;
        }

        @Override
        public long availableMemoryBytes() {
            return 10 * GIBIBYTE;
        }

        @Override
        public int javaFeature() {
            return 25;
        }

        @Override
        public PortState port(String address, int port, boolean udp) {
            return port == wanted && udp == wantedUdp ? Machine.local().port(address, port, udp) : PortState.FREE;
        }
    }
}
