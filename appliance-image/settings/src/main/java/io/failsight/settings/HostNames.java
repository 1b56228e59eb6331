package io.failsight.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How this machine is called. Asks the kernel, never a name server, so that it answers at once without a network. */
public final class HostNames {
    private HostNames() {}

    /** The host name, {@code localhost} where there is none. */
    public static String name() {
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            return name.isEmpty() || name.equals("(none)") ? "localhost" : name;
        } catch (IOException e) {
            return "localhost";
        }
    }

    /** All addresses of this machine that mean something on another one (no loopback, no link-local). */
    public static List<String> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .map(address -> address.replaceFirst("%.*", ""))
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
