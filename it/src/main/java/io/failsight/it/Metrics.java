package io.failsight.it;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** What a part says of itself over HTTP. Stateless. */
public final class Metrics {
    private Metrics() {}

    /**
     * Sum over the series of a metric whose labels hold that text, 0 when there is none.
     *
     * @param page such as {@code http://127.0.0.1:9464/q/metrics}
     */
    public static double sum(URI page, String name, String labelText) throws IOException {
        double sum = 0;
        try (InputStream in = page.toURL().openStream()) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                boolean named = line.startsWith(name + "{") || line.startsWith(name + " ");
                if (named && line.contains(labelText)) {
                    sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
                }
            }
        }
        return sum;
    }

    /** HTTP status of a GET with that bearer token, none when empty; 0 when nobody answers. */
    public static int status(URI page, String token) {
        try {
            HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(2_000);
            if (!token.isEmpty()) {
                connection.setRequestProperty("Authorization", "Bearer " + token);
            }
            int status = connection.getResponseCode();
            connection.disconnect();
            return status;
        } catch (IOException e) {
            return 0;
        }
    }
}
