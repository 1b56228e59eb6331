package io.failsight.collector.pipeline;

import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.jsonlines.JsonLinesConfig;
import io.failsight.collector.receive.jsonlines.JsonLinesDoor;
import io.failsight.collector.receive.link.Access;
import io.failsight.collector.receive.link.DoorTls;
import io.failsight.collector.receive.lumberjack.LumberjackConfig;
import io.failsight.collector.receive.lumberjack.LumberjackReceiver;
import io.failsight.collector.receive.syslog.SyslogConfig;
import io.failsight.collector.receive.syslog.SyslogTcpDoor;
import io.failsight.collector.receive.syslog.SyslogUdpReceiver;
import io.failsight.settings.AddressRange;
import io.failsight.settings.DoorSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The doors that senders connect to, and whom they let in. Stateless. */
final class NetworkDoors {
    private static final String PLAIN_KEY = "doors.plain-allow";

    private NetworkDoors() {}

    /** New receivers, not started: those whose port is set, on every address that is listened on. */
    static List<Receiver> of(CollectorConfig config, DoorSettings doors, ReceiverContext context) throws IOException {
        DoorTls tls = tls(config.tls(), doors);
        Access plain = new Access(anyOf(doors.plainAllow()), null, false, PLAIN_KEY);
        Access both = new Access(anyOf(doors.plainAllow()), tls, tls != null && doors.requireTls(), PLAIN_KEY);
        List<Receiver> receivers = new ArrayList<>();
        for (String address : addresses(config.listen())) {
            int syslogPort = config.syslog().port();
            if (syslogPort >= 0) {
                SyslogConfig syslog = SyslogConfig.of(address, syslogPort, syslogPort);
                receivers.add(SyslogTcpDoor.receiver(syslog, context, plain));
                receivers.add(new SyslogUdpReceiver(
                        syslog, context, anyOf(doors.udpAllow()).or(InetAddress::isLoopbackAddress)));
            }
            int syslogTlsPort = config.syslogTls().port();
            if (syslogTlsPort >= 0 && tls != null) {
                receivers.add(SyslogTcpDoor.tlsReceiver(SyslogConfig.of(address, syslogTlsPort, 0), context, tls));
            }
            if (config.jsonlines().port() >= 0) {
                JsonLinesConfig jsonLines =
                        JsonLinesConfig.of(address, config.jsonlines().port());
                receivers.add(JsonLinesDoor.receiver(jsonLines, context, both));
            }
            if (config.lumberjack().port() >= 0) {
                LumberjackConfig lumberjack =
                        LumberjackConfig.of(address, config.lumberjack().port());
                receivers.add(new LumberjackReceiver(lumberjack, context, both));
            }
        }
        return receivers;
    }

    /** Where doors listen: an address of the network, and always this machine too. */
    static List<String> addresses(String listen) {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(listen);
        } catch (IllegalArgumentException e) {
            return listen.equals("localhost") ? List.of("127.0.0.1") : List.of(listen, "127.0.0.1");
        }
        return address.isAnyLocalAddress() || address.isLoopbackAddress()
                ? List.of(listen)
                : List.of(listen, "127.0.0.1");
    }

    private static @Nullable DoorTls tls(CollectorConfig.Tls files, DoorSettings doors) throws IOException {
        if (files.certificate().isEmpty() || files.key().isEmpty()) {
            return null;
        }
        Path certificate = files.certificate().get();
        Optional<Path> authority = doors.clientAuthority().or(files::authority);
        return DoorTls.open(new DoorTls.KeyFiles(
                certificate,
                files.key().get(),
                authority.orElse(certificate),
                switch (doors.clientCertificates()) {
                    case NONE -> DoorTls.ClientCertificates.NONE;
                    case ACCEPTED -> DoorTls.ClientCertificates.ACCEPTED;
                    case REQUIRED -> DoorTls.ClientCertificates.REQUIRED;
                }));
    }

    private static Predicate<InetAddress> anyOf(List<AddressRange> ranges) {
        return address -> {
            for (AddressRange range : ranges) {
                if (range.contains(address)) {
                    return true;
                }
            }
            return false;
        };
    }
}
