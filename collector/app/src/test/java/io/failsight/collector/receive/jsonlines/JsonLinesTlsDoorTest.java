package io.failsight.collector.receive.jsonlines;

import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.ReceiverContract;
import io.failsight.collector.receive.link.Access;
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

/** JSON lines over TLS on the port that also takes them plain. */
@SuppressWarnings("NullAway.Init")
final class JsonLinesTlsDoorTest extends ReceiverContract {
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
        return JsonLinesDoor.receiver(
                JsonLinesConfig.of("127.0.0.1", port), context, new Access(address -> false, tls(), true, ""));
    }

    @Override
    protected void send(int port, List<String> records) throws Exception {
        try (SSLSocket socket = new TlsFixture(folder).connect(port)) {
            OutputStream out = socket.getOutputStream();
            for (String record : records) {
                out.write((record + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Override
    protected String record(int index) {
        return "{\"message\":\"number " + index + "\"}";
    }
}
