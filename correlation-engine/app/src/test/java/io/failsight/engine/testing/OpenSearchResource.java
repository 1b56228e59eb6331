package io.failsight.engine.testing;

import io.failsight.opensearch.NodeProcess;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The real OpenSearch and a users file for tests of the whole service. Accounts: vera (viewer), otto (operator), admin. */
public final class OpenSearchResource implements QuarkusTestResourceLifecycleManager {
    /** Password of every account. */
    public static final String PASSWORD = "correct horse";

    private static @Nullable NodeProcess node;
    private static @Nullable Path folder;

    @Override
    public Map<String, String> start() {
        try {
            Path made = Files.createTempDirectory("failsight-engine");
            folder = made;
            NodeProcess started = NodeProcess.start(made, 0, "512m");
            node = started;
            Path users = made.resolve("users.yaml");
            Files.writeString(users, users());
            return Map.of(
                    "failsight.opensearch.url",
                    started.address().toString(),
                    "failsight.opensearch.token-file",
                    made.resolve("opensearch.token").toString(),
                    "failsight.users-file",
                    users.toString(),
                    "failsight.data-dir",
                    made.toString(),
                    "failsight.collector.url",
                    "http://127.0.0.1:1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String users() {
        String hash = BcryptUtil.bcryptHash(PASSWORD, 4);
        return """
            users:
              - {name: vera, roles: [viewer], password: "%s"}
              - {name: otto, roles: [operator], password: "%s"}
              - {name: admin, roles: [admin], password: "%s"}
            """.formatted(hash, hash, hash);
    }

    /** The node of the running test. */
    public static NodeProcess node() {
        if (node == null) {
            throw new IllegalStateException("the node is not started");
        }
        return node;
    }

    @Override
    public void stop() {
        if (node != null) {
            node.close();
        }
        if (folder != null) {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
