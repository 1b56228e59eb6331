package io.failsight.it.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One node: a network namespace with keepalived in it, whose {@code /dev/log} is a socket of an rsyslogd of its own that forwards to the
 * collector, as on a real machine. Belongs to one thread.
 */
public final class KeepalivedNode {
    private static final String INTERFACE = "eth0";

    private final String name;
    private final String namespace;
    private final String bridgeNamespace;
    private final String bridgePort;
    private final Path folder;
    private @Nullable Process keepalived;
    private @Nullable Process rsyslog;

    KeepalivedNode(String name, String namespace, String bridgeNamespace, String bridgePort, Path folder) {
        this.name = name;
        this.namespace = namespace;
        this.bridgeNamespace = bridgeNamespace;
        this.bridgePort = bridgePort;
        this.folder = folder;
    }

    /** Host name in its log. */
    public String name() {
        return name;
    }

    void connect(String address) throws IOException, InterruptedException {
        Commands.line("ip netns add " + namespace);
        Commands.line("ip link add " + bridgePort + " netns " + bridgeNamespace + " type veth peer name " + INTERFACE
                + " netns " + namespace);
        Commands.line("ip -n " + bridgeNamespace + " link set " + bridgePort + " master br0 up");
        Commands.line("ip -n " + namespace + " link set lo up");
        Commands.line("ip -n " + namespace + " addr add " + address + " dev " + INTERFACE);
        Commands.line("ip -n " + namespace + " link set " + INTERFACE + " up");
    }

    void write(int priority, String virtualAddress, int syslogPort) throws IOException {
        Files.createDirectories(folder.resolve("dev"));
        Files.writeString(folder.resolve("keepalived.conf"), """
                global_defs {
                  router_id %s
                  script_user root
                  enable_script_security
                }
                vrrp_script chk_service {
                  script "/usr/bin/test ! -e %s"
                  interval 1
                  fall 2
                  rise 2
                }
                vrrp_instance VI_1 {
                  state BACKUP
                  interface %s
                  virtual_router_id 51
                  priority %d
                  advert_int 1
                  virtual_ipaddress {
                    %s
                  }
                  track_script {
                    chk_service
                  }
                }
                """.formatted(
                        name, sickness(), INTERFACE, priority, virtualAddress));
        Files.writeString(folder.resolve("rsyslog.conf"), """
                global(workDirectory="%s" localHostname="%s")
                module(load="imuxsock" SysSock.Use="off")
                input(type="imuxsock" Socket="%s" HostName="%s" RateLimit.Interval="0")
                action(type="omfile" file="%s" template="RSYSLOG_SyslogProtocol23Format")
                action(type="omfwd" target="127.0.0.1" port="%d" protocol="tcp" TCP_Framing="octet-counted"
                  template="RSYSLOG_SyslogProtocol23Format" action.resumeRetryCount="-1" action.resumeInterval="1")
                """.formatted(
                        folder, name, folder.resolve("dev/log"), name, log(), syslogPort));
        // keepalived finds this folder as its /dev, in a mount namespace that only it sees
        Files.writeString(folder.resolve("run.sh"), """
                set -e
                cd %s
                for device in null zero random urandom; do
                  touch dev/$device
                  mount --bind /dev/$device dev/$device
                done
                mount --rbind dev /dev
                exec keepalived -n -D -f %s/keepalived.conf -p %s/keepalived.pid -r %s/vrrp.pid -c %s/checkers.pid
                """.formatted(folder, folder, folder, folder, folder));
    }

    /** The node's own copy of what it logged, RFC 5424. */
    public Path log() {
        return folder.resolveSibling(name + ".log");
    }

    private Path sickness() {
        return folder.resolve("sick");
    }

    void startLog() throws IOException, InterruptedException {
        rsyslog = new ProcessBuilder(
                        "/usr/sbin/rsyslogd",
                        "-n",
                        "-f",
                        folder.resolve("rsyslog.conf").toString(),
                        "-i",
                        folder.resolve("rsyslog.pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("rsyslog.out").toFile())
                .start();
        for (int i = 0; i < 200 && !Files.exists(folder.resolve("dev/log")); i++) {
            Thread.sleep(25);
        }
        if (!Files.exists(folder.resolve("dev/log"))) {
            throw new IOException("rsyslogd of " + name + " made no socket within 5 s: "
                    + Files.readString(folder.resolve("rsyslog.out")));
        }
    }

    /** Starts keepalived; returns when it was asked to. */
    public Instant start() throws IOException {
        Files.deleteIfExists(folder.resolve("keepalived.pid"));
        Files.deleteIfExists(folder.resolve("vrrp.pid"));
        Instant now = Instant.now();
        keepalived = new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        namespace,
                        "bash",
                        folder.resolve("run.sh").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keepalived.out").toFile())
                .start();
        return now;
    }

    /** Ends keepalived and takes the node from the network at once, as a loss of power does. It says nothing more. */
    public Instant crash() throws IOException, InterruptedException {
        String parent = pid("keepalived.pid");
        String child = pid("vrrp.pid");
        Instant now = Instant.now();
        Commands.run(
                "kill", "-STOP", parent); // or one of the two tells the other node good-bye when it misses its half
        Commands.run("kill", "-9", child, parent);
        Commands.line("ip -n " + namespace + " addr flush dev " + INTERFACE + " to 10.99.0.100/32");
        ended();
        return now;
    }

    /** Stops keepalived in order, as an administrator does. */
    public Instant stop() throws IOException, InterruptedException {
        String parent = pid("keepalived.pid");
        Instant now = Instant.now();
        Commands.run("kill", "-TERM", parent);
        ended();
        return now;
    }

    /** Lets keepalived read its configuration again, as an administrator does; nothing fails. */
    public Instant reload() throws IOException, InterruptedException {
        String parent = pid("keepalived.pid");
        Instant now = Instant.now();
        Commands.run("kill", "-HUP", parent);
        return now;
    }

    private void ended() throws IOException, InterruptedException {
        Process process = keepalived;
        if (process != null && !process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IOException("keepalived of " + name + " did not end within 10 s");
        }
        keepalived = null;
    }

    private String pid(String file) throws IOException, InterruptedException {
        Path path = folder.resolve(file);
        for (int i = 0; i < 200 && (!Files.exists(path) || Files.size(path) == 0); i++) {
            Thread.sleep(25);
        }
        return Files.readString(path).strip();
    }

    /** Pulls the network cable. */
    public Instant linkDown() throws IOException, InterruptedException {
        Instant now = Instant.now();
        Commands.line("ip -n " + namespace + " link set " + INTERFACE + " down");
        return now;
    }

    public Instant linkUp() throws IOException, InterruptedException {
        Instant now = Instant.now();
        Commands.line("ip -n " + namespace + " link set " + INTERFACE + " up");
        return now;
    }

    /** Makes the check of the service fail; keepalived looks each second and believes the second failure. */
    public Instant serviceFails() throws IOException {
        Files.writeString(sickness(), "");
        return Instant.now();
    }

    public Instant serviceRecovers() throws IOException {
        Files.deleteIfExists(sickness());
        return Instant.now();
    }

    /** Lets nothing of this node reach other isolated nodes, or lets it again; the link stays up. */
    void isolate(boolean isolated) throws IOException, InterruptedException {
        Commands.line("ip -n " + bridgeNamespace + " link set " + bridgePort + " type bridge_slave isolated "
                + (isolated ? "on" : "off"));
    }

    /** Whether the virtual address is on this node now. */
    public boolean holdsAddress() throws IOException, InterruptedException {
        return Commands.line("ip -n " + namespace + " -br addr show dev " + INTERFACE)
                .contains(" 10.99.0.100/");
    }

    /** Ends the log. */
    void stopLog() throws InterruptedException {
        end(rsyslog);
    }

    /** Ends what was started. */
    void close() throws InterruptedException {
        end(rsyslog);
        end(keepalived);
        boolean ignored = Commands.succeeds("ip netns del " + namespace);
    }

    private static void end(@Nullable Process process) throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
