package io.failsight.collector.receive.lumberjack;

import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.ReceiverContract;
import io.failsight.collector.receive.link.Access;
import io.failsight.collector.receive.link.DoorTls;
import io.failsight.collector.receive.link.TlsFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.io.TempDir;

/** Lumberjack over TLS. */
@SuppressWarnings("NullAway.Init")
final class LumberjackTlsTest extends ReceiverContract {
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
        return new LumberjackReceiver(
                LumberjackConfig.of("127.0.0.1", port), context, new Access(address -> false, tls(), false, ""));
    }

    @Override
    protected void send(int port, List<String> records) throws Exception {
        try (SSLSocket socket = new TlsFixture(folder).connect(port)) {
            LumberjackSender sender = new LumberjackSender(socket);
            sender.write(LumberjackSender.batch(records, true));
            sender.awaitAcknowledged(records.size());
        }
    }

    @Override
    protected String record(int index) {
        return "{\"message\":\"number " + index + "\"}";
    }
}
