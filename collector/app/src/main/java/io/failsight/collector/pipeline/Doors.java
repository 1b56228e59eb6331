package io.failsight.collector.pipeline;

import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.filetail.FileTailConfig;
import io.failsight.collector.receive.filetail.FileTailReceiver;
import io.failsight.collector.receive.journald.JournaldConfig;
import io.failsight.collector.receive.journald.JournaldReceiver;
import io.failsight.collector.receive.link.Senders;
import io.failsight.collector.receive.otlp.network.OtlpNetwork;
import java.io.IOException;
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
     * @throws IOException when the certificate cannot be used; the message says what to do
     */
    static List<Receiver> of(
            CollectorConfig config,
            OperatorSettings operator,
            ReceiverContext context,
            Map<String, String> cursors,
            Packs packs,
            Senders senders,
            OtlpNetwork otlp)
            throws IOException {
        List<Receiver> receivers =
                new ArrayList<>(NetworkDoors.of(config, operator.settings().doors(), context, senders, otlp));
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
