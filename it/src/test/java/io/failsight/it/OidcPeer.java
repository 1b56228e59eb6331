package io.failsight.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real OpenID Connect provider (oidc-provider of npm) as a process of its own. Not thread-safe. */
final class OidcPeer implements AutoCloseable {
    private static final List<String> FILES = List.of("package.json", "package-lock.json", ".npmrc", "provider.mjs");

    private final int port;
    private final URI redirect;
    private final String secret;
    private final Path folder = Home.path().resolve("it/target/oidc");
    private @Nullable Process process;

    OidcPeer(int port, URI redirect, String secret) {
        this.port = port;
        this.redirect = redirect;
        this.secret = secret;
    }

    URI issuer() {
        return URI.create("http://127.0.0.1:" + port);
    }

    void start() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        for (String file : FILES) {
            Files.write(
                    folder.resolve(file),
                    Files.readAllBytes(Home.path().resolve("it/src/test/oidc").resolve(file)));
        }
        Process npm = run("npm.log", "npm", "ci", "--no-audit", "--no-fund", "--prefer-offline");
        assertTrue(npm.waitFor(5, TimeUnit.MINUTES), "npm did not end");
        assertEquals(0, npm.exitValue(), () -> "npm ci: see " + folder.resolve("npm.log"));
        process = run("provider.log", "node", "provider.mjs", Integer.toString(port), redirect.toString(), secret);
        for (int i = 0;
                i < 300 && !Files.readString(folder.resolve("provider.log")).contains("ready");
                i++) {
            Thread.sleep(100);
        }
        assertTrue(Files.readString(folder.resolve("provider.log")).contains("ready"), "the provider did not start");
    }

    private Process run(String log, String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
        }
    }
}
