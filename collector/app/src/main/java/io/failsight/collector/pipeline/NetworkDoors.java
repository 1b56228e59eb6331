package io.failsight.collector.pipeline;

import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.jsonlines.JsonLinesConfig;
import io.failsight.collector.receive.jsonlines.JsonLinesDoor;
import io.failsight.collector.receive.link.Access;
import io.failsight.collector.receive.link.DoorTls;
import io.failsight.collector.receive.link.Rates;
import io.failsight.collector.receive.link.Screening;
import io.failsight.collector.receive.link.Senders;
import io.failsight.collector.receive.lumberjack.LumberjackConfig;
import io.failsight.collector.receive.lumberjack.LumberjackReceiver;
import io.failsight.collector.receive.otlp.network.OtlpNetwork;
import io.failsight.collector.receive.syslog.SyslogConfig;
import io.failsight.collector.receive.syslog.SyslogTcpDoor;
import io.failsight.collector.receive.syslog.SyslogUdpReceiver;
import io.failsight.settings.AddressRange;
import io.failsight.settings.DoorSettings;
import io.failsight.settings.DoorSettings.CredentialDoor;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The doors that senders connect to, and whom they let in. Stateless. */
final class NetworkDoors {
    private static final String PLAIN_KEY = "doors.plain-allow";

    private NetworkDoors() {}

    /** New receivers, not started: those whose port is set, on every address that is listened on. */
    static List<Receiver> of(
            CollectorConfig config, DoorSettings doors, ReceiverContext context, Senders senders, OtlpNetwork otlp)
            throws IOException {
        DoorTls tls = tls(config.tls(), doors);
        Rates rates = new Rates(doors.rate());
        Screening screening = Screening.of(senders, rates);
        Access plain = new Access(anyOf(doors.plainAllow()), null, false, PLAIN_KEY, screening);
        Access both =
                new Access(anyOf(doors.plainAllow()), tls, tls != null && doors.requireTls(), PLAIN_KEY, screening);
        List<Receiver> receivers = new ArrayList<>();
        for (String address : addresses(config.listen())) {
            int syslogPort = config.syslog().port();
            if (syslogPort >= 0) {
                SyslogConfig syslog = SyslogConfig.of(address, syslogPort, syslogPort);
                receivers.add(SyslogTcpDoor.receiver(syslog, context, plain));
                receivers.add(new SyslogUdpReceiver(
                        syslog, context, anyOf(doors.udpAllow()).or(InetAddress::isLoopbackAddress), rates));
            }
            int syslogTlsPort = config.syslogTls().port();
            if (syslogTlsPort >= 0 && tls != null) {
                receivers.add(SyslogTcpDoor.tlsReceiver(
                        SyslogConfig.of(address, syslogTlsPort, 0),
                        context,
                        Access.onlyTls(tls)
                                .with(screening.requiring(doors.requiresCredential(CredentialDoor.SYSLOG_TLS)))));
            }
            if (config.jsonlines().port() >= 0) {
                JsonLinesConfig jsonLines =
                        JsonLinesConfig.of(address, config.jsonlines().port());
                receivers.add(JsonLinesDoor.receiver(
                        jsonLines,
                        context,
                        both.with(screening.requiring(doors.requiresCredential(CredentialDoor.JSON_LINES)))));
            }
            if (config.lumberjack().port() >= 0) {
                LumberjackConfig lumberjack =
                        LumberjackConfig.of(address, config.lumberjack().port());
                receivers.add(new LumberjackReceiver(
                        lumberjack,
                        context,
                        both.with(screening.requiring(doors.requiresCredential(CredentialDoor.LUMBERJACK)))));
            }
        }
        if (tls != null) {
            Access access = new Access(anyOf(doors.otlpAllow()), tls, false, "doors.otlp-allow", screening);
            for (String address : otlpAddresses(config.listen())) {
                receivers.addAll(otlp.doors(
                        address, config.otlpHttp().port(), config.otlpGrpc().port(), access));
            }
        }
        return receivers;
    }

    /** Where OTLP's doors of the network listen; Quarkus has those of this machine, unless this is every address. */
    static List<String> otlpAddresses(String listen) {
        return addresses(listen).stream()
                .filter(address -> !address.equals("127.0.0.1"))
                .toList();
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
        List<Path> authorities = new ArrayList<>();
        files.authority().ifPresent(authorities::add);
        doors.clientAuthority().ifPresent(authorities::add);
        return DoorTls.open(new DoorTls.KeyFiles(
                certificate,
                files.key().get(),
                authorities.isEmpty() ? List.of(certificate) : authorities,
                switch (doors.clientCertificates()) {
                    case NONE -> DoorTls.ClientCertificates.NONE;
                    case ACCEPTED -> DoorTls.ClientCertificates.ACCEPTED;
                    case REQUIRED ->
                        DoorTls.ClientCertificates.ACCEPTED; // each door asks by itself, OTLP takes tokens too
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
