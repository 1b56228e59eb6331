package io.failsight.runtime.process;

import io.failsight.settings.PemAuthority;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * Ready means: a GET answers 200 within two seconds. Thread-safe.
 *
 * @param uri what is asked
 * @param tokenFile file whose first line goes along as bearer token, or null
 * @param authority certificate to trust for https, or null
 */
public record HttpProbe(
        URI uri, @Nullable Path tokenFile, @Nullable Path authority) implements Probe {
    private static final int TIMEOUT_MILLIS = 2_000;

    @Override
    public boolean isReady() {
        HttpURLConnection connection = null;
        try {
            connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setInstanceFollowRedirects(false);
            if (authority != null && connection instanceof HttpsURLConnection secure) {
                secure.setSSLSocketFactory(PemAuthority.context(authority).getSocketFactory());
            }
            if (tokenFile != null) {
                connection.setRequestProperty(
                        "Authorization", "Bearer " + Files.readString(tokenFile).strip());
            }
            return connection.getResponseCode() == 200;
        } catch (IOException | GeneralSecurityException e) {
            return false;
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
        }
    }
}
