package io.failsight.collector.pipeline;

import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.filetail.FileTailConfig;
import io.failsight.collector.receive.filetail.FileTailReceiver;
import io.failsight.collector.receive.journald.JournaldConfig;
import io.failsight.collector.receive.journald.JournaldReceiver;
import io.failsight.collector.receive.jsonlines.JsonLinesConfig;
import io.failsight.collector.receive.jsonlines.JsonLinesDoor;
import io.failsight.collector.receive.syslog.SyslogConfig;
import io.failsight.collector.receive.syslog.SyslogTcpDoor;
import io.failsight.collector.receive.syslog.SyslogUdpReceiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The receivers that the settings ask for; OTLP's come from Quarkus. Stateless. */
final class Doors {
    private Doors() {}

    /**
     * New receivers, not started.
     *
     * @param cursors where each source goes on, as the journal remembers
     */
    static List<Receiver> of(
            CollectorConfig config,
            OperatorSettings operator,
            ReceiverContext context,
            Map<String, String> cursors,
            Packs packs) {
        List<Receiver> receivers = new ArrayList<>();
        int syslogPort = config.syslog().port();
        if (syslogPort >= 0) {
            SyslogConfig syslog = SyslogConfig.of(config.listen(), syslogPort, syslogPort);
            receivers.add(SyslogTcpDoor.receiver(syslog, context));
            receivers.add(new SyslogUdpReceiver(syslog, context));
        }
        if (config.jsonlines().port() >= 0) {
            JsonLinesConfig jsonLines =
                    JsonLinesConfig.of(config.listen(), config.jsonlines().port());
            receivers.add(JsonLinesDoor.receiver(jsonLines, context));
        }
        boolean journald =
                config.localLogs().enabled() && config.localLogs().journald() && JournaldConfig.isJournalHere();
        if (journald) {
            receivers.add(new JournaldReceiver(JournaldConfig.ofThisMachine(), context, cursors));
        }
        List<String> files = files(config, operator, journald);
        if (!files.isEmpty()) {
            receivers.add(
                    new FileTailReceiver(FileTailConfig.of(files), context, cursors, new RecordStarts(packs::set)));
        }
        return receivers;
    }

    /** Failsight's own parts always, the machine's files where no journald gathers them, and what the operator names. */
    private static List<String> files(CollectorConfig config, OperatorSettings operator, boolean journald) {
        List<String> files = new ArrayList<>(operator.files());
        if (config.localLogs().enabled()) {
            String ownLogs = config.dataDir().toAbsolutePath().resolve("logs").toString();
            // What the parts print goes to *.out as well, and would be there twice.
            files.addAll(List.of(ownLogs + "/*.json", ownLogs + "/*.log", ownLogs + "/supervisor.out"));
            if (!journald) {
                files.addAll(config.localLogs().files());
            }
        }
        return files;
    }
}
