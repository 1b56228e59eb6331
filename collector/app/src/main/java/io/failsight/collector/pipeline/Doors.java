package io.failsight.collector.pipeline;

import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.jsonlines.JsonLinesConfig;
import io.failsight.collector.receive.jsonlines.JsonLinesReceiver;
import io.failsight.collector.receive.syslog.SyslogConfig;
import io.failsight.collector.receive.syslog.SyslogTcpReceiver;
import io.failsight.collector.receive.syslog.SyslogUdpReceiver;
import java.util.ArrayList;
import java.util.List;

/** The receivers that the settings ask for; OTLP's come from Quarkus. Stateless. */
final class Doors {
    private Doors() {}

    static List<Receiver> of(CollectorConfig config, ReceiverContext context) {
        List<Receiver> receivers = new ArrayList<>();
        int syslogPort = config.syslog().port();
        if (syslogPort >= 0) {
            SyslogConfig syslog = SyslogConfig.of(config.listen(), syslogPort, syslogPort);
            receivers.add(new SyslogTcpReceiver(syslog, context));
            receivers.add(new SyslogUdpReceiver(syslog, context));
        }
        if (config.jsonlines().port() >= 0) {
            JsonLinesConfig jsonLines =
                    JsonLinesConfig.of(config.listen(), config.jsonlines().port());
            receivers.add(new JsonLinesReceiver(jsonLines, context));
        }
        return receivers;
    }
}
