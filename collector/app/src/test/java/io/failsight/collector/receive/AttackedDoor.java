package io.failsight.collector.receive;

import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.receive.jsonlines.JsonLinesConfig;
import io.failsight.collector.receive.link.LinkCounts;
import io.failsight.collector.receive.link.LinkLimits;
import io.failsight.collector.receive.link.SenderFixture;
import io.failsight.collector.receive.lumberjack.LumberjackConfig;
import io.failsight.collector.receive.lumberjack.LumberjackReceiver;
import io.failsight.collector.receive.otlp.OtlpBed;
import io.failsight.collector.receive.syslog.SyslogConfig;
import io.failsight.collector.receive.syslog.SyslogFrameReader;
import io.failsight.collector.receive.tcp.LineFrameReader;
import io.failsight.collector.receive.tcp.LineTcpReceiver;
import io.failsight.collector.receive.tcp.TcpConfig;
import io.failsight.collector.receive.tcp.TcpDoor;
import io.failsight.settings.sender.SenderAuthority;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/** A door with narrow limits, open over TLS, and a good sender that stays connected and is answered. */
abstract class AttackedDoor implements AutoCloseable {
    /** Three connections from an address, two seconds for a handshake and for a record. */
    static final LinkLimits LIMITS =
            new LinkLimits(6, 3, Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMinutes(5));
    /** Longest record: 64 KiB. */
    static final int RECORD_BYTES = 64 << 10;
    /** Bytes a second of one sender: 1 MiB. */
    static final long RATE = 1 << 20;

    final SenderFixture fixture;
    final SenderAuthority.Issued bad;
    final IntakeCounts counts = new IntakeCounts();

    AttackedDoor(SenderFixture fixture) throws Exception {
        this.fixture = fixture;
        bad = fixture.certificate("bad");
    }

    abstract int port();

    abstract LinkCounts links();

    /** One record of the good sender, taken. */
    abstract void goodSends() throws Exception;

    /** How a record begins that never ends. */
    abstract byte[] beginning();

    IntakeCounts counts() {
        return counts;
    }

    /** A connection of the other one. */
    SSLSocket attacker() throws Exception {
        SSLSocket socket = fixture.connect(port(), bad);
        socket.startHandshake();
        return socket;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Syslog, JSON lines. */
    static final class Lines extends AttackedDoor {
        private final FakeBatchConsumer consumer = new FakeBatchConsumer();
        private final LineTcpReceiver receiver;
        private final SSLSocket good;
        private final boolean json;

        Lines(SenderFixture fixture, boolean json) throws Exception {
            super(fixture);
            this.json = json;
            TcpDoor door = json
                    ? new TcpDoor(
                            JsonLinesConfig.ID,
                            io.failsight.collector.intake.Content.JSON,
                            () -> new LineFrameReader(RECORD_BYTES))
                    : new TcpDoor(
                            SyslogConfig.TLS_ID,
                            io.failsight.collector.intake.Content.SYSLOG,
                            () -> new SyslogFrameReader(RECORD_BYTES, true));
            TcpConfig config = new TcpConfig(
                    "127.0.0.1", 0, RECORD_BYTES, LIMITS, RECORD_BYTES, Duration.ofMillis(10), Duration.ofSeconds(1));
            receiver = new LineTcpReceiver(
                    door,
                    config,
                    new ReceiverContext(consumer, counts, InstantSource.system()),
                    fixture.fromTheNetwork(RATE));
            receiver.start();
            good = fixture.connect(port(), fixture.certificate("good"));
        }

        @Override
        int port() {
            return receiver.port();
        }

        @Override
        LinkCounts links() {
            return receiver.links();
        }

        @Override
        void goodSends() throws Exception {
            long before = ofGood();
            good.getOutputStream().write(ascii(json ? "{\"good\":1}\n" : "<13>good\n"));
            for (int i = 0; i < 2_000 && ofGood() == before; i++) {
                Thread.sleep(10);
            }
            if (ofGood() == before) {
                throw new AssertionError("the good sender was not served");
            }
        }

        long cutRecords() {
            return receiver.counts().cutRecords();
        }

        private long ofGood() {
            return consumer.headers().stream()
                    .filter(header -> header.source().endsWith("/sender:good"))
                    .count();
        }

        @Override
        byte[] beginning() {
            return ascii(json ? "{\"message\":\"" : "<13>Nov 20 20:00:00 host app: ");
        }

        @Override
        public void close() throws IOException {
            good.close();
            receiver.close();
        }
    }

    /** Lumberjack. */
    static final class Lumberjack extends AttackedDoor {
        /** Most that a compressed frame may become: 8 MiB. */
        static final long INFLATED_BYTES = 8 << 20;

        private final LumberjackReceiver receiver;
        private final SSLSocket good;

        Lumberjack(SenderFixture fixture) throws Exception {
            super(fixture);
            LumberjackConfig config = new LumberjackConfig(
                    "127.0.0.1",
                    0,
                    RECORD_BYTES,
                    RECORD_BYTES,
                    10_000,
                    INFLATED_BYTES,
                    Duration.ofSeconds(3),
                    LIMITS,
                    Duration.ofSeconds(1));
            receiver = new LumberjackReceiver(
                    config,
                    new ReceiverContext(new FakeBatchConsumer(), counts, InstantSource.system()),
                    fixture.fromTheNetwork(RATE));
            receiver.start();
            good = fixture.connect(port(), fixture.certificate("good"));
        }

        static byte[] window(int events) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeBytes("2W");
            out.writeInt(events);
            return bytes.toByteArray();
        }

        static byte[] event(int sequence, byte[] json) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeBytes("2J");
            out.writeInt(sequence);
            out.writeInt(json.length);
            out.write(json);
            return bytes.toByteArray();
        }

        @Override
        int port() {
            return receiver.port();
        }

        @Override
        LinkCounts links() {
            return receiver.links();
        }

        @Override
        void goodSends() throws Exception {
            good.getOutputStream().write(window(1));
            good.getOutputStream().write(event(1, ascii("{\"good\":1}")));
            byte[] answer = good.getInputStream().readNBytes(6);
            if (answer.length != 6 || answer[1] != 'A' || answer[5] != 1) {
                throw new AssertionError("the good sender's window was not acknowledged");
            }
        }

        @Override
        byte[] beginning() {
            return new byte[] {'2', 'W', 0, 0, 0, 9, '2', 'J', 0, 0, 0, 1, 0x7F, 0, 0, 0, '{'};
        }

        @Override
        public void close() throws IOException {
            good.close();
            receiver.close();
        }
    }

    /** OTLP over HTTP. */
    static final class OtlpHttp extends AttackedDoor {
        private final OtlpBed bed;
        private final String token;
        private final SSLSocket good;

        OtlpHttp(SenderFixture fixture) throws Exception {
            super(fixture);
            bed = new OtlpBed(fixture, RATE, LIMITS);
            token = fixture.token("good");
            good = fixture.connect(port(), null);
        }

        @Override
        int port() {
            return bed.http.port();
        }

        @Override
        LinkCounts links() {
            return bed.http.links();
        }

        @Override
        IntakeCounts counts() {
            return bed.counts;
        }

        @Override
        void goodSends() throws Exception {
            String body =
                    "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":\"m\"}}]}]}]}";
            good.getOutputStream()
                    .write(ascii("POST /v1/logs HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + token
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body));
            String status = answer(good);
            if (!status.startsWith("HTTP/1.1 200")) {
                throw new AssertionError("the good sender was told " + status);
            }
        }

        /** The first bytes of an answer, with its body. */
        static String answer(SSLSocket socket) throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return head.toString();
                }
                head.append((char) next);
            }
            int at = head.toString().toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
            int length = at < 0
                    ? 0
                    : Integer.parseInt(
                            head.substring(at + 16, head.indexOf("\r\n", at)).strip());
            return head + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        }

        @Override
        byte[] beginning() {
            return ascii("POST /v1/logs HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100000\r\n\r\n{");
        }

        @Override
        public void close() throws IOException {
            good.close();
            bed.close();
        }
    }

    /** OTLP over gRPC. */
    static final class OtlpGrpc extends AttackedDoor {
        private final OtlpBed bed;
        private final ManagedChannel channel;
        private final LogsServiceGrpc.LogsServiceBlockingStub good;

        OtlpGrpc(SenderFixture fixture) throws Exception {
            super(fixture);
            bed = new OtlpBed(fixture, RATE, LIMITS);
            channel = channel();
            good = stub(fixture.token("good"));
        }

        private ManagedChannel channel() throws Exception {
            return NettyChannelBuilder.forAddress("127.0.0.1", port())
                    .sslContext(GrpcSslContexts.forClient()
                            .trustManager(new ByteArrayInputStream(fixture.authorityPem()))
                            .build())
                    .build();
        }

        LogsServiceGrpc.LogsServiceBlockingStub stub(String token) {
            Metadata headers = new Metadata();
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
            return LogsServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        }

        @Override
        int port() {
            return bed.grpc.port();
        }

        @Override
        LinkCounts links() {
            return bed.grpc.links();
        }

        @Override
        IntakeCounts counts() {
            return bed.counts;
        }

        @Override
        void goodSends() {
            var unused = good.withDeadlineAfter(20, TimeUnit.SECONDS)
                    .export(ExportLogsServiceRequest.newBuilder()
                            .addResourceLogs(ResourceLogs.newBuilder()
                                    .addScopeLogs(ScopeLogs.newBuilder().addLogRecords(LogRecord.getDefaultInstance())))
                            .build());
        }

        @Override
        byte[] beginning() {
            return ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        }

        @Override
        SSLSocket attacker() throws Exception {
            SSLSocket socket = fixture.connect(port(), bad);
            javax.net.ssl.SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        }

        @Override
        public void close() {
            channel.shutdownNow();
            bed.close();
        }
    }
}
