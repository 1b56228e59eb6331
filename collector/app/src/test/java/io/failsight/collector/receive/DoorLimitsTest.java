package io.failsight.collector.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.receive.AttackedDoor.Lumberjack;
import io.failsight.collector.receive.AttackedDoor.OtlpGrpc;
import io.failsight.collector.receive.AttackedDoor.OtlpHttp;
import io.failsight.collector.receive.link.SenderFixture;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each door for connections is attacked in each way, while a good sender goes on and is served; a counter names what was refused. */
@SuppressWarnings("NullAway.Init")
final class DoorLimitsTest {
    private @TempDir Path folder;

    /** The doors. */
    enum Kind {
        SYSLOG_TLS,
        JSON_LINES,
        LUMBERJACK,
        OTLP_HTTP,
        OTLP_GRPC
    }

    private AttackedDoor open(Kind kind) throws Exception {
        SenderFixture fixture = new SenderFixture(folder);
        return switch (kind) {
            case SYSLOG_TLS -> new AttackedDoor.Lines(fixture, false);
            case JSON_LINES -> new AttackedDoor.Lines(fixture, true);
            case LUMBERJACK -> new Lumberjack(fixture);
            case OTLP_HTTP -> new OtlpHttp(fixture);
            case OTLP_GRPC -> new OtlpGrpc(fixture);
        };
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.getAsBoolean(), "waited 20 s in vain");
    }

    /** Whether the other side ends the connection; answers before that do not matter. */
    private static boolean ends(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1 << 10];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                // an answer
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean writes(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void cutsOffAHandshakeThatStops(Kind kind) throws Exception {
        try (AttackedDoor door = open(kind);
                Socket half = SenderFixture.plain(door.port())) {
            door.goodSends();
            half.getOutputStream().write(new byte[] {0x16, 3, 1, 1, 0, 1});
            assertTrue(ends(half));
            assertEquals(1, door.links().late());
            door.goodSends();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SYSLOG_TLS", "JSON_LINES", "LUMBERJACK", "OTLP_HTTP"})
    void cutsOffARecordThatTricklesIn(Kind kind) throws Exception {
        try (AttackedDoor door = open(kind);
                SSLSocket slow = door.attacker()) {
            door.goodSends();
            OutputStream out = slow.getOutputStream();
            assertTrue(writes(out, door.beginning()));
            await(() -> {
                boolean ignored = writes(out, new byte[] {'x'});
                return door.links().late() == 1;
            });
            door.goodSends();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void takesSoManyConnectionsFromAnAddressAndNoMore(Kind kind) throws Exception {
        List<Socket> many = new ArrayList<>();
        try (AttackedDoor door = open(kind)) {
            door.goodSends();
            for (int i = 0; i < 20; i++) {
                Socket one = SenderFixture.plain(door.port());
                many.add(one);
            }
            await(() -> door.links().full() + door.links().failedHandshakes() >= 18);
            assertTrue(door.links().open() <= AttackedDoor.LIMITS.maxPerPeer(), "three with the good one");
            door.goodSends();
        } finally {
            for (Socket one : many) {
                one.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void slowsAFloodDownOrRefusesIt(Kind kind) throws Exception {
        try (AttackedDoor door = open(kind)) {
            door.goodSends();
            byte[] block = new byte[64 << 10];
            java.util.Arrays.fill(block, (byte) '\n');
            switch (kind) {
                case SYSLOG_TLS, JSON_LINES -> {
                    try (SSLSocket flood = door.attacker()) {
                        Thread writer = Thread.ofVirtual().start(() -> {
                            while (writes(uncheckedOut(flood), block)) {
                                // on and on
                            }
                        });
                        await(() -> door.links().slowed() > 0);
                        door.goodSends();
                        flood.close();
                        writer.join();
                    }
                }
                case LUMBERJACK -> {
                    try (SSLSocket flood = door.attacker()) {
                        Thread writer = Thread.ofVirtual().start(() -> {
                            OutputStream out = uncheckedOut(flood);
                            while (writes(out, floodOfWindows())) {
                                // on and on, acknowledgements are never read
                            }
                        });
                        await(() -> door.links().slowed() > 0);
                        door.goodSends();
                        flood.close();
                        writer.join();
                    }
                }
                case OTLP_HTTP -> {
                    try (SSLSocket flood = door.attacker()) {
                        assertTrue(answers(flood, 5, body(1 << 20)).contains("HTTP/1.1 429"));
                    }
                }
                case OTLP_GRPC -> {
                    String token = door.fixture.token("bad");
                    StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, () -> {
                        for (int i = 0; i < 6; i++) {
                            var unused = export(
                                    door,
                                    token,
                                    request(AnyValue.newBuilder()
                                            .setBytesValue(ByteString.copyFrom(new byte[1_000_000]))
                                            .build()));
                        }
                    });
                    assertEquals(
                            Status.Code.RESOURCE_EXHAUSTED, refused.getStatus().getCode());
                }
            }
            door.goodSends();
        }
    }

    private static OutputStream uncheckedOut(Socket socket) {
        try {
            return socket.getOutputStream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] floodOfWindows() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(Lumberjack.window(1));
            bytes.writeBytes(Lumberjack.event(1, new byte[32 << 10]));
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] body(int length) {
        byte[] body = new byte[length];
        java.util.Arrays.fill(body, (byte) ' ');
        body[0] = '{';
        body[length - 1] = '}';
        return body;
    }

    /** What a sender is told that posts the same body some times, with a certificate. */
    private static String answers(SSLSocket socket, int times, byte[] body, String... headers) throws IOException {
        StringBuilder all = new StringBuilder();
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        for (int i = 0; i < times; i++) {
            if (!writes(
                            socket.getOutputStream(),
                            AttackedDoor.ascii("POST /v1/logs HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                                    + more + "Content-Length: " + body.length + "\r\n\r\n"))
                    || !writes(socket.getOutputStream(), body)) {
                break;
            }
            all.append(OtlpHttp.answer(socket)).append('\n');
        }
        return all.toString();
    }

    private static ExportLogsServiceRequest request(AnyValue body) {
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .addScopeLogs(ScopeLogs.newBuilder()
                                .addLogRecords(LogRecord.newBuilder().setBody(body))))
                .build();
    }

    private static ExportLogsServiceResponse export(AttackedDoor door, String token, ExportLogsServiceRequest request) {
        return ((OtlpGrpc) door)
                .stub(token)
                .withCompression("gzip")
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .export(request);
    }

    @ParameterizedTest
    @EnumSource(names = {"SYSLOG_TLS", "JSON_LINES", "LUMBERJACK", "OTLP_HTTP"})
    void keepsTheBeginningOfARecordWithoutEndOrRefusesIt(Kind kind) throws Exception {
        try (AttackedDoor door = open(kind);
                SSLSocket endless = door.attacker()) {
            door.goodSends();
            byte[] block = new byte[64 << 10];
            java.util.Arrays.fill(block, (byte) 'x');
            OutputStream out = endless.getOutputStream();
            byte[] begin =
                    kind == Kind.OTLP_HTTP ? AttackedDoor.ascii("POST /v1/logs HTTP/1.1\r\nX: ") : door.beginning();
            assertTrue(writes(out, begin));
            for (int i = 0; i < 48 && writes(out, block); i++) {
                // 3 MiB of one record, or of a header
            }
            if (kind == Kind.OTLP_HTTP) {
                assertTrue(ends(endless));
            } else if (door instanceof AttackedDoor.Lines lines) {
                await(() -> lines.cutRecords() == 1);
            } else {
                await(() -> door.links().late() == 1);
            }
            door.goodSends();
        }
    }

    @Test
    void refusesABombInALumberjackFrame() throws Exception {
        try (AttackedDoor door = open(Kind.LUMBERJACK);
                SSLSocket bomber = door.attacker()) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
                byte[] block = new byte[1 << 20];
                deflater.write(new byte[] {'2', 'J', 0, 0, 0, 1, 0x7F, 0, 0, 0});
                for (int i = 0; i < 64; i++) {
                    deflater.write(block);
                }
            }
            DataOutputStream out = new DataOutputStream(bomber.getOutputStream());
            out.write(Lumberjack.window(5));
            out.writeBytes("2C");
            out.writeInt(packed.size());
            out.write(packed.toByteArray());
            out.flush();
            assertTrue(ends(bomber));
            assertEquals(1, door.counts().door("lumberjack").refused(ErrorKind.BAD_INPUT));
            door.goodSends();
        }
    }

    @Test
    void refusesABombOverHttp() throws Exception {
        try (AttackedDoor door = open(Kind.OTLP_HTTP);
                SSLSocket bomber = door.attacker()) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                byte[] block = body(1 << 20);
                for (int i = 0; i < 6; i++) {
                    gzip.write(block);
                }
            }
            String told = answers(bomber, 1, packed.toByteArray(), "Content-Encoding: gzip");
            assertTrue(told.contains("HTTP/1.1 413") && told.contains("after decompression"), told);
            assertEquals(1, door.counts().door("otlp").refused(ErrorKind.BAD_INPUT));
            door.goodSends();
        }
    }

    @Test
    void refusesABombOverGrpc() throws Exception {
        try (AttackedDoor door = open(Kind.OTLP_GRPC)) {
            String token = door.fixture.token("bad");
            ExportLogsServiceRequest bomb = request(AnyValue.newBuilder()
                    .setBytesValue(ByteString.copyFrom(new byte[5 << 20]))
                    .build());
            StatusRuntimeException refused =
                    assertThrows(StatusRuntimeException.class, () -> export(door, token, bomb));
            assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.getStatus().getCode());
            assertEquals(1, door.counts().door("otlp").refused(ErrorKind.BAD_INPUT));
            door.goodSends();
        }
    }

    @Test
    void refusesValuesThatAreNestedTooDeep() throws Exception {
        AnyValue deep = AnyValue.newBuilder().setStringValue("end").build();
        for (int i = 0; i < 80; i++) {
            deep = AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder().addValues(deep))
                    .build();
        }
        ExportLogsServiceRequest request = request(deep);
        try (AttackedDoor door = open(Kind.OTLP_GRPC)) {
            ExportLogsServiceResponse answer = export(door, door.fixture.token("bad"), request);
            assertEquals(1, answer.getPartialSuccess().getRejectedLogRecords());
            assertTrue(answer.getPartialSuccess().getErrorMessage().contains("nested deeper"));
            door.goodSends();
        }
    }

    @Test
    void refusesJsonThatIsNestedTooDeep() throws Exception {
        try (AttackedDoor door = open(Kind.OTLP_HTTP);
                SSLSocket nester = door.attacker()) {
            String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
            String told = answers(nester, 1, AttackedDoor.ascii(deep));
            assertTrue(told.contains("HTTP/1.1 400"), told);
            door.goodSends();
        }
    }

    @Test
    void aSenderThatLeavesManyRequestsUnfinishedLeavesRoomForOthers() throws Exception {
        List<SSLSocket> half = new ArrayList<>();
        try (AttackedDoor door = open(Kind.OTLP_HTTP)) {
            for (int i = 0; i < 2; i++) {
                SSLSocket one = door.attacker();
                half.add(one);
                assertTrue(writes(
                        one.getOutputStream(),
                        AttackedDoor.ascii(
                                "POST /v1/logs HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-protobuf\r\n"
                                        + "Content-Length: 16000000\r\n\r\nx")));
            }
            door.goodSends();
            await(() -> door.links().late() == 2);
            door.goodSends();
        } finally {
            for (SSLSocket one : half) {
                one.close();
            }
        }
    }
}
