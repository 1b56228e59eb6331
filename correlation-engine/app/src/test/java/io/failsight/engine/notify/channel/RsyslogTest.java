package io.failsight.engine.notify.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.settings.HostNames;
import io.failsight.settings.notify.Target;
import io.failsight.settings.notify.Target.Syslog.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the rsyslog of the system, which {@code ./failsight test} installs. */
final class RsyslogTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LOCAL0 = 16;
    private static final Path USUAL = Path.of("/usr/sbin/rsyslogd");

    @TempDir
    private Path folder;

    @Test
    void rsyslogReadsHeaderStructuredDataAndText() throws Exception {
        Path port = folder.resolve("port");
        Path out = folder.resolve("out");
        Path config = Files.writeString(folder.resolve("rsyslog.conf"), """
                module(load="imtcp")
                input(type="imtcp" address="127.0.0.1" port="0" listenPortFileName="%s")
                template(name="parts" type="string" string="%%syslogfacility-text%%|%%syslogseverity-text%%|%%hostname%%|%%app-name%%|%%msgid%%|%%structured-data%%|%%msg%%\\n")
                action(type="omfile" file="%s" template="parts")
                """.formatted(port, out));
        Process rsyslog = new ProcessBuilder(
                        Files.isExecutable(USUAL) ? USUAL.toString() : "rsyslogd",
                        "-n",
                        "-f",
                        config.toString(),
                        "-i",
                        folder.resolve("pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            String number = awaitText(port);
            Target.Syslog target =
                    new Target.Syslog("127.0.0.1", Integer.parseInt(number), Transport.TCP, LOCAL0, Optional.empty());
            new SyslogChannel(target).send(TestDeliveries.opened());
            String[] parts = awaitText(out).split("\\|", -1);
            assertEquals("local0", parts[0]);
            assertEquals("err", parts[1]);
            assertEquals(HostNames.name(), parts[2]);
            assertEquals("failsight", parts[3]);
            assertEquals("opened", parts[4]);
            assertTrue(parts[5].startsWith("[failsight@32473 ") && parts[5].contains("incident=\"i1\""), parts[5]);
            assertTrue(parts[6].contains("Node 1 failed, node 2 took over in 41 s"), parts[6]);
        } finally {
            rsyslog.destroyForcibly().waitFor();
        }
    }

    private static String awaitText(Path file) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!Files.exists(file) || Files.size(file) == 0) {
            assertTrue(System.nanoTime() < end, () -> file + " stays empty");
            Thread.sleep(10);
        }
        return Files.readString(file).strip();
    }
}
