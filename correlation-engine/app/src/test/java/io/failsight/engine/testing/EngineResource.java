package io.failsight.engine.testing;

import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A data folder with accounts, a stream token and two sites, and no OpenSearch at all: whatever passes with it works while OpenSearch is away. Accounts:
 * vera (viewer), otto (operator), admin.
 */
public final class EngineResource implements QuarkusTestResourceLifecycleManager {
    /** What collectors carry. */
    public static final String TOKEN = "a-token-of-at-least-sixteen-characters";

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("failsight-incidents");
            String hash = BcryptUtil.bcryptHash(OpenSearchResource.PASSWORD, 4);
            Files.writeString(folder.resolve("users.yaml"), """
                users:
                  - {name: vera, roles: [viewer], password: "%s"}
                  - {name: otto, roles: [operator], password: "%s"}
                  - {name: admin, roles: [admin], password: "%s"}
                """.formatted(hash, hash, hash));
            Files.createDirectories(folder.resolve("secrets"));
            Files.writeString(folder.resolve("secrets/stream-token"), TOKEN + "\n");
            Files.writeString(folder.resolve("failsight.yaml"), """
                sites:
                  - name: north
                    nodes: [{name: vms-a, cluster: mirror}]
                  - name: south
                    nodes: [{name: vms-b, cluster: mirror}]
                clusters: [{name: mirror, product: safekit}]
                """);
            return Map.of(
                    "failsight.opensearch.url",
                    "http://127.0.0.1:1",
                    "failsight.collector.url",
                    "http://127.0.0.1:1",
                    "failsight.data-dir",
                    folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The folder is small and in the system's temporary folder.
    }
}
