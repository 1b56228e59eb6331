package io.failsight.it.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Another machine, as far as the network goes: a namespace with an address of its own, and a wire between it and this one. */
public final class RemoteMachine implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    private final String name;
    private final String wire;
    private final String here;
    private final String there;

    /**
     * Makes it; needs root.
     *
     * @param number 0 to 63: which of the networks 198.18.77.0/30 and so on (RFC 2544, for tests) it takes
     */
    public RemoteMachine(int number) throws IOException, InterruptedException {
        long pid = ProcessHandle.current().pid();
        name = "fs" + pid + "far" + number;
        wire = "fw" + pid % 100_000 + "n" + number;
        here = "198.18.77." + (4 * number + 1);
        there = "198.18.77." + (4 * number + 2);
        boolean made = false;
        try {
            Commands.line("ip netns add " + name);
            Commands.line("ip link add " + wire + " type veth peer name far0 netns " + name);
            Commands.line("ip addr add " + here + "/30 dev " + wire);
            Commands.line("ip link set " + wire + " up");
            Commands.line("ip -n " + name + " addr add " + there + "/30 dev far0");
            Commands.line("ip -n " + name + " link set far0 up");
            Commands.line("ip -n " + name + " link set lo up");
            made = true;
        } finally {
            if (!made) {
                close();
            }
        }
    }

    /** Why none can be made here, in words; empty when one can. */
    public static Optional<String> obstacle() throws InterruptedException {
        String probe = "fs" + ProcessHandle.current().pid() + "probe";
        if (!Commands.succeeds("ip netns add " + probe)) {
            return Optional.of(
                    "network namespaces cannot be made: run as root, with iproute2, on a kernel that has them");
        }
        boolean ignored = Commands.succeeds("ip netns del " + probe);
        return Optional.empty();
    }

    /** Address of this machine on the wire. */
    public String here() {
        return here;
    }

    /** Address of the other one. */
    public String there() {
        return there;
    }

    /** What a command printed over there, with its exit code in front. */
    public String run(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " did not end within " + LIMIT_SECONDS + " s");
        }
        return process.exitValue() + "\n" + printed;
    }

    @Override
    public void close() {
        try {
            boolean ignored = Commands.succeeds("ip link del " + wire) & Commands.succeeds("ip netns del " + name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
