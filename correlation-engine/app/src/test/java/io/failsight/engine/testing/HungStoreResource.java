package io.failsight.engine.testing;

import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenSearch and collector as they are after SIGSTOP: the kernel takes connections and requests, and nobody answers. */
public final class HungStoreResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable ServerSocket socket;

    @Override
    public Map<String, String> start() {
        try {
            ServerSocket hung = new ServerSocket();
            hung.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
            socket = hung;
            Path folder = Files.createTempDirectory("failsight-hung");
            String hash = BcryptUtil.bcryptHash(OpenSearchResource.PASSWORD, 4);
            Files.writeString(
                    folder.resolve("users.yaml"),
                    "users: [{name: vera, roles: [viewer], password: \"" + hash + "\"}]\n");
            String address = "http://127.0.0.1:" + hung.getLocalPort();
            return Map.of(
                    "failsight.opensearch.url",
                    address,
                    "failsight.opensearch.search-timeout",
                    "1s",
                    "failsight.collector.url",
                    address,
                    "failsight.data-dir",
                    folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
