package io.failsight.collector.receive.otlp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.receive.link.SenderFixture;
import io.failsight.settings.sender.SenderAuthority;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporterBuilder;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporterBuilder;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OTLP from the network, sent by the exporters of the OpenTelemetry SDK where they can. */
@SuppressWarnings("NullAway.Init")
class OtlpNetworkTest {
    private @TempDir Path folder;
    private SenderFixture fixture;
    private OtlpBed bed;

    @BeforeEach
    void open() throws Exception {
        fixture = new SenderFixture(folder);
        bed = new OtlpBed(fixture, 1L << 30);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private LogRecordExporter overHttp(@Nullable String token, SenderAuthority.@Nullable Issued issued)
            throws Exception {
        OtlpHttpLogRecordExporterBuilder builder = OtlpHttpLogRecordExporter.builder()
                .setEndpoint("https://127.0.0.1:" + bed.http.port() + "/v1/logs")
                .setTrustedCertificates(fixture.authorityPem())
                .setCompression("gzip")
                .setRetryPolicy(null)
                .addHeader("X-Forwarded-For", "203.0.113.9")
                .addHeader("Forwarded", "for=203.0.113.9");
        if (token != null) {
            builder.addHeader("Authorization", "Bearer " + token);
        }
        if (issued != null) {
            builder.setClientTls(ascii(issued.key()), ascii(issued.certificate()));
        }
        return builder.build();
    }

    private LogRecordExporter overGrpc(@Nullable String token, SenderAuthority.@Nullable Issued issued)
            throws Exception {
        OtlpGrpcLogRecordExporterBuilder builder = OtlpGrpcLogRecordExporter.builder()
                .setEndpoint("https://127.0.0.1:" + bed.grpc.port())
                .setTrustedCertificates(fixture.authorityPem())
                .setCompression("gzip")
                .setRetryPolicy(null)
                .addHeader("x-forwarded-for", "203.0.113.9");
        if (token != null) {
            builder.addHeader("authorization", "Bearer " + token);
        }
        if (issued != null) {
            builder.setClientTls(ascii(issued.key()), ascii(issued.certificate()));
        }
        return builder.build();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends one record that claims to be somebody else; whether the exporter says that it was taken. */
    private static boolean sends(LogRecordExporter exporter) {
        Resource resource = Resource.create(Attributes.of(
                AttributeKey.stringKey("service.name"), "geo",
                AttributeKey.stringKey("host.name"), "claimed-host",
                AttributeKey.stringKey("service.instance.id"), "sender:admin"));
        CompletableResultCode[] last = new CompletableResultCode[1];
        LogRecordExporter watched = new LogRecordExporter() {
            @Override
            public CompletableResultCode export(
                    java.util.Collection<io.opentelemetry.sdk.logs.data.LogRecordData> logs) {
                last[0] = exporter.export(logs);
                return last[0];
            }

            @Override
            public CompletableResultCode flush() {
                return exporter.flush();
            }

            @Override
            public CompletableResultCode shutdown() {
                return exporter.shutdown();
            }
        };
        try (SdkLoggerProvider provider = SdkLoggerProvider.builder()
                .setResource(resource)
                .addLogRecordProcessor(SimpleLogRecordProcessor.create(watched))
                .build()) {
            provider.get("test").logRecordBuilder().setBody("m").emit();
            return last[0].join(20, TimeUnit.SECONDS).isSuccess();
        }
    }

    private ScriptedConsumer.Taken taken() throws InterruptedException {
        return Objects.requireNonNull(bed.consumer.taken.poll(20, TimeUnit.SECONDS), "nothing came");
    }

    @Test
    void takesWhoHasATokenOrACertificateOverBothWires() throws Exception {
        String token = fixture.token("app");
        SenderAuthority.Issued issued = fixture.certificate("vms-a");
        for (LogRecordExporter byToken : new LogRecordExporter[] {overHttp(token, null), overGrpc(token, null)}) {
            assertTrue(sends(byToken));
            ScriptedConsumer.Taken one = taken();
            assertEquals("otlp/sender:app/geo/sender:admin", one.header().source(), "proven first, claimed behind it");
            assertEquals("127.0.0.1", one.header().peer(), "whatever a proxy's header says");
        }
        for (LogRecordExporter mutual : new LogRecordExporter[] {overHttp(null, issued), overGrpc(null, issued)}) {
            assertTrue(sends(mutual));
            assertEquals("otlp/sender:vms-a/geo/sender:admin", taken().header().source());
        }
        assertEquals(2, fixture.senders().sightings().size(), "both were seen");
    }

    @Test
    void refusesWhoHasNothingOrWhatWasRevoked() throws Exception {
        String token = fixture.token("app");
        SenderAuthority.Issued issued = fixture.certificate("vms-a");
        fixture.revoke("app");
        fixture.revoke("vms-a");
        for (LogRecordExporter exporter : new LogRecordExporter[] {
            overHttp(null, null),
            overGrpc(null, null),
            overHttp(token, null),
            overGrpc(token, null),
            overHttp(null, issued),
            overGrpc(null, issued)
        }) {
            assertEquals(false, sends(exporter), exporter::toString);
        }
        assertNull(bed.consumer.taken.poll());
        assertEquals(4, bed.counts.door("otlp").refused(ErrorKind.UNAUTHORISED));
        assertTrue(bed.http.links().refusedCredential() >= 1);
        assertTrue(bed.grpc.links().refusedCredential() >= 1);
    }

    @Test
    void saysWhatIsWrongInWordsOverHttp() throws Exception {
        String token = fixture.token("app");
        fixture.revoke("app");
        HttpResponse<String> revoked = post("Bearer " + token);
        assertEquals(401, revoked.statusCode());
        assertEquals("Bearer", revoked.headers().firstValue("WWW-Authenticate").orElse(""));
        assertTrue(revoked.body().contains("was revoked; ask the operator"), revoked.body());
        assertTrue(post(null).body().contains("./failsight sender add"));
    }

    private HttpResponse<String> post(@Nullable String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + bed.http.port() + "/v1/logs"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(fixture.client(null))
                .build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void saysWhatIsWrongInWordsOverGrpc() throws Exception {
        String token = fixture.token("app");
        fixture.revoke("app");
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", bed.grpc.port())
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(new ByteArrayInputStream(fixture.authorityPem()))
                        .build())
                .build();
        try {
            Metadata headers = new Metadata();
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
            LogsServiceGrpc.LogsServiceBlockingStub stub = LogsServiceGrpc.newBlockingStub(
                            ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)))
                    .withDeadlineAfter(20, TimeUnit.SECONDS);
            StatusRuntimeException refused = org.junit.jupiter.api.Assertions.assertThrows(
                    StatusRuntimeException.class, () -> stub.export(OtlpSamples.logs(OtlpSamples.log("m"))));
            assertEquals(Status.Code.UNAUTHENTICATED, refused.getStatus().getCode());
            assertTrue(String.valueOf(refused.getStatus().getDescription()).contains("sender 'app' was revoked"));
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void closesOpenConnectionsOfARevokedCertificate() throws Exception {
        SenderAuthority.Issued issued = fixture.certificate("vms-a");
        try (SSLSocket socket = fixture.connect(bed.http.port(), issued)) {
            socket.getOutputStream().write(ascii("POST /v1/logs HTTP/1.1\r\nHost: h\r\n"));
            for (int i = 0; i < 2_000 && fixture.senders().sightings().isEmpty(); i++) {
                Thread.sleep(10);
            }
            fixture.revoke("vms-a");
            InputStream in = socket.getInputStream();
            assertEquals(-1, readOrEnd(in), "cut off in the middle of a request");
        }
        assertEquals(1, bed.http.links().revoked());
    }

    private static int readOrEnd(InputStream in) {
        try {
            return in.read();
        } catch (java.net.SocketTimeoutException e) {
            return 0;
        } catch (java.io.IOException e) {
            return -1;
        }
    }

    @Test
    void usesANewCertificateAtOnce() throws Exception {
        X509Certificate renewed = fixture.renewDoor();
        for (int port : new int[] {bed.http.port(), bed.grpc.port()}) {
            try (SSLSocket socket = fixture.connect(port, null)) {
                socket.startHandshake();
                assertArrayEquals(
                        renewed.getEncoded(),
                        socket.getSession().getPeerCertificates()[0].getEncoded());
            }
        }
    }

    @Test
    void whoeverFindsTheServerBehindTheGateIsNobodyToIt() throws Exception {
        try (Socket socket = SenderFixture.plain(bed.http.innerPort())) {
            socket.getOutputStream()
                    .write(ascii("POST /v1/logs HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                            + "Connection: close\r\nContent-Length: 2\r\n\r\n{}"));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
        }
        assertNull(bed.consumer.taken.poll());
    }
}
