package io.failsight.runtime.check;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the checks ask of the machine; an interface so that tests can have little disk and little memory. */
public interface Machine {
    /** Bytes this account may still write where {@code path} is. */
    long freeDiskBytes(Path path) throws IOException;

    /** Bytes that can be given to new processes without swapping, {@link Long#MAX_VALUE} when unknown. */
    long availableMemoryBytes();

    /** Whether a port can be bound. */
    PortState port(String address, int port, boolean udp);

    /** Feature release of the JDK. */
    int javaFeature();

    /** Answer of {@link #port}. */
    enum PortState {
        FREE,
        TAKEN,
        FORBIDDEN,
        NO_SUCH_ADDRESS
    }

    /** This machine. */
    static Machine local() {
        return new Local();
    }

    /** Reads /proc/meminfo and cgroup v2, binds sockets. */
    final class Local implements Machine {
        private Local() {}

        @Override
        public long freeDiskBytes(Path path) throws IOException {
            return Files.getFileStore(path).getUsableSpace();
        }

        @Override
        public long availableMemoryBytes() {
            return Math.min(fromMeminfo(), fromCgroup());
        }

        private static long fromMeminfo() {
            try {
                for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                    if (line.startsWith("MemAvailable:")) {
                        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                    }
                }
            } catch (IOException e) {
                return Long.MAX_VALUE;
            }
            return Long.MAX_VALUE;
        }

        private static long fromCgroup() {
            return ControlGroup.availableBytes(Path.of("/sys/fs/cgroup"));
        }

        @Override
        public PortState port(String address, int port, boolean udp) {
            try {
                var socket = new InetSocketAddress(InetAddress.getByName(address), port);
                if (udp) {
                    new DatagramSocket(socket).close();
                } else {
                    bindTcp(socket);
                }
                return PortState.FREE;
            } catch (BindException e) {
                String message = String.valueOf(e.getMessage());
                if (message.contains("Permission")) {
                    return PortState.FORBIDDEN;
                }
                return message.contains("assign") ? PortState.NO_SUCH_ADDRESS : PortState.TAKEN;
            } catch (SocketException e) {
                return PortState.TAKEN;
            } catch (IOException e) {
                return PortState.NO_SUCH_ADDRESS;
            }
        }

        private static void bindTcp(InetSocketAddress address) throws IOException {
            try (var socket = new ServerSocket()) {
                socket.setReuseAddress(true); // connections in TIME_WAIT do not matter
                socket.bind(address);
            }
        }

        @Override
        public int javaFeature() {
            return Runtime.version().feature();
        }
    }
}
