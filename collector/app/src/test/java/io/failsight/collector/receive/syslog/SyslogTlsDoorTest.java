package io.failsight.collector.receive.syslog;

import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.ReceiverContract;
import io.failsight.collector.receive.link.DoorTls;
import io.failsight.collector.receive.link.TlsFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.io.TempDir;

/** Syslog over TLS with octet counting (RFC 5425 §4.3). */
@SuppressWarnings("NullAway.Init")
final class SyslogTlsDoorTest extends ReceiverContract {
    private @TempDir Path folder;

    private DoorTls tls() {
        try {
            return new TlsFixture(folder).door(DoorTls.ClientCertificates.ACCEPTED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Receiver receiver(ReceiverContext context, int port) {
        return SyslogTcpDoor.tlsReceiver(SyslogConfig.of("127.0.0.1", port, 0), context, tls());
    }

    @Override
    protected void send(int port, List<String> records) throws Exception {
        try (SSLSocket socket = new TlsFixture(folder).connect(port)) {
            OutputStream out = socket.getOutputStream();
            for (String record : records) {
                byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
                out.write((bytes.length + " ").getBytes(StandardCharsets.US_ASCII));
                out.write(bytes);
            }
        }
    }

    @Override
    protected String record(int index) {
        return "<13>1 2026-11-20T10:00:00Z host app " + index + " - - message " + index;
    }
}
