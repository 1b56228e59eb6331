package io.failsight.runtime.command;

import io.failsight.runtime.data.DataFolder;
import io.failsight.settings.ConfigException;
import io.failsight.settings.Door;
import io.failsight.settings.SettingsReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How the entry fares that passes the whole way all the time, in a line, from the collector's metrics. Stateless; blocks for two seconds at most. */
final class CanaryLine {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final String PREFIX = "failsight_canary_";

    private CanaryLine() {}

    /** Empty when the collector does not answer or sends none. */
    static Optional<String> of(DataFolder folder) {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
            int port = SettingsReader.read(folder.config()).port(Door.COLLECTOR_MANAGEMENT);
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics"))
                    .timeout(LIMIT)
                    .build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? words(response.body()) : Optional.empty();
        } catch (IOException | ConfigException e) {
            return Optional.empty(); // the table above says how the collector fares
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What the metrics say, in Prometheus' text format. */
    static Optional<String> words(String metrics) {
        Map<String, Double> values = new HashMap<>();
        metrics.lines().filter(line -> line.startsWith(PREFIX)).forEach(line -> {
            int blank = line.lastIndexOf(' ');
            int brace = line.indexOf('{');
            if (blank > PREFIX.length() && !line.contains("_bucket")) {
                String name = line.substring(PREFIX.length(), brace > 0 && brace < blank ? brace : blank);
                values.put(name, Double.parseDouble(line.substring(blank + 1)));
            }
        });
        if (!values.containsKey("late")) {
            return Optional.empty();
        }
        boolean late = values.getOrDefault("late", 0.0) > 0;
        double found = values.getOrDefault("found_total", 0.0);
        String words = late
                ? "late: what came in " + seconds(values.getOrDefault("waiting_seconds", 0.0))
                        + " ago cannot be searched yet; the journal keeps it"
                : found == 0
                        ? "none was searched yet"
                        : "searchable after " + seconds(values.getOrDefault("last_delay_seconds", 0.0));
        return Optional.of(words + count(values, "lost") + count(values, "duplicates"));
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.1f s", value);
    }

    private static String count(Map<String, Double> values, String what) {
        double number = values.getOrDefault(what + "_total", 0.0);
        return number > 0 ? String.format(Locale.ROOT, ", %.0f %s", number, what) : "";
    }
}
