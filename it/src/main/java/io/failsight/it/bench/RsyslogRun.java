package io.failsight.it.bench;

import io.failsight.it.FreePorts;
import io.failsight.it.Index;
import io.failsight.it.ProcessUsage;
import io.failsight.opensearch.NodeProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * rsyslog with omelasticsearch (Debian's package) on the same lines and mapping, for comparison. It has no aim: it is what people would use
 * otherwise. It does not write to disk before it accepts.
 */
final class RsyslogRun {
    private static final Path RSYSLOGD = Path.of("/usr/sbin/rsyslogd");

    private RsyslogRun() {}

    static void measure(Path work, Path lines, int entries, NodeProcess node, Index index, Map<String, Object> figures)
            throws IOException, InterruptedException {
        if (!Files.isExecutable(RSYSLOGD)) {
            figures.put(
                    "rsyslog",
                    "not measured: rsyslogd is not installed (apt-get install rsyslog rsyslog-elasticsearch)");
            return;
        }
        TokenProxy proxy = new TokenProxy(node.port(), node.token());
        index.recreateAll();
        int port = FreePorts.next();
        Path config = work.resolve("rsyslog.conf");
        Files.writeString(config, configuration(work, port, proxy.port()));
        Process rsyslog = new ProcessBuilder(
                        RSYSLOGD.toString(),
                        "-n",
                        "-f",
                        config.toString(),
                        "-i",
                        work.resolve("pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("rsyslog.out").toFile())
                .start();
        try {
            awaitListening(port);
            double before = ProcessUsage.of(rsyslog.pid()).cpuSeconds();
            long start = System.nanoTime();
            Thread sender = Thread.ofPlatform().start(() -> {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    Files.copy(lines, socket.getOutputStream());
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            index.awaitCount(entries);
            double seconds = (System.nanoTime() - start) / 1e9;
            sender.join();
            figures.put("rsyslog.seconds", seconds);
            figures.put("rsyslog.perSecond", entries / seconds);
            figures.put(
                    "rsyslog.cpuSecondsPerMillion",
                    (ProcessUsage.of(rsyslog.pid()).cpuSeconds() - before) * 1e6 / entries);
        } finally {
            rsyslog.destroy();
            if (!rsyslog.waitFor(20, TimeUnit.SECONDS)) {
                rsyslog.destroyForcibly();
            }
            proxy.close();
        }
    }

    private static String configuration(Path work, int port, int opensearchPort) {
        return """
            global(workDirectory="%s")
            module(load="imtcp")
            module(load="omelasticsearch")
            input(type="imtcp" address="127.0.0.1" port="%d")
            template(name="entry" type="list" option.jsonf="on") {
              property(outname="time" name="timereported" dateFormat="rfc3339" format="jsonf")
              property(outname="observed" name="timegenerated" dateFormat="unixtimestamp" format="jsonf")
              property(outname="host" name="hostname" format="jsonf")
              property(outname="program" name="programname" format="jsonf")
              property(outname="severity_text" name="syslogseverity-text" format="jsonf")
              property(outname="facility" name="syslogfacility-text" format="jsonf")
              property(outname="body" name="msg" format="jsonf")
            }
            action(type="omelasticsearch" server="127.0.0.1" serverport="%d" template="entry"
              searchIndex="failsight-normal-000001" searchType="" bulkmode="on" maxbytes="10m"
              queue.type="linkedlist" queue.size="100000" queue.dequeuebatchsize="4096" queue.workerthreads="2"
              action.resumeRetryCount="-1")
            """.formatted(work, port, opensearchPort);
    }

    private static void awaitListening(int port) throws IOException, InterruptedException {
        for (int i = 0; i < 200; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        throw new IOException("rsyslogd did not listen within 10 s");
    }
}
