package io.failsight.runtime.bundle;

import io.failsight.settings.PemAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;

/** Asks this machine: its own pages on loopback, and short commands. Stateless, thread-safe. */
final class Local {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int MAX_BYTES = 4 << 20;
    private static final int COMMAND_SECONDS = 20;

    private Local() {}

    /**
     * A page.
     *
     * @param token bearer token, or empty
     */
    static String page(String address, String token) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address).toURL().openConnection();
        return read(connection, token);
    }

    /** A page that speaks TLS when the console does. */
    static String page(int port, String path, Path authority) throws IOException {
        try {
            return page("http://127.0.0.1:" + port + path, "");
        } catch (IOException plain) {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("https://127.0.0.1:" + port + path).toURL().openConnection();
            if (!Files.exists(authority) || !(connection instanceof HttpsURLConnection secure)) {
                throw plain;
            }
            try {
                secure.setSSLSocketFactory(PemAuthority.context(authority).getSocketFactory());
                return read(connection, "");
            } catch (IOException | GeneralSecurityException e) {
                plain.addSuppressed(e);
                throw plain;
            }
        }
    }

    private static String read(HttpURLConnection connection, String token) throws IOException {
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        if (!token.isEmpty()) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        try {
            int status = connection.getResponseCode();
            InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
            try (InputStream in = body == null ? InputStream.nullInputStream() : body) {
                String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
                return status == 200 ? text : "HTTP " + status + "\n" + text;
            }
        } finally {
            connection.disconnect();
        }
    }

    /** What a command prints, at most 4 MiB, and within 20 s. */
    static String command(String... words) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(words)).redirectErrorStream(true).start();
        process.getOutputStream().close();
        Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
            }
        });
        try (InputStream in = process.getInputStream()) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } finally {
            process.destroy();
        }
    }
}
