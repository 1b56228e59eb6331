package io.failsight.engine.service;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Serves HTTPS when {@code failsight.tls.certificate} and {@code failsight.tls.key} are set, by giving them to a TLS
 * configuration of their own: the default one would also encrypt the management interface, which is loopback's. Where the service then listens beyond loopback, plain HTTP only redirects, so that no password travels in the clear.
 */
public final class TlsConfigSource implements ConfigSourceFactory {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        String certificate = value(context, "failsight.tls.certificate");
        String key = value(context, "failsight.tls.key");
        if (certificate == null || key == null) {
            return List.of();
        }
        Map<String, String> values = new HashMap<>();
        values.put("quarkus.tls.console.key-store.pem.0.cert", certificate);
        values.put("quarkus.tls.console.key-store.pem.0.key", key);
        values.put("quarkus.http.tls-configuration-name", "console");
        String host = value(context, "quarkus.http.host");
        if (host != null && !LOOPBACK.contains(host)) {
            values.put("quarkus.http.insecure-requests", "redirect");
        }
        return List.of(new PropertiesConfigSource(values, "failsight.tls", 275));
    }

    private static @Nullable String value(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null || value.getValue() == null || value.getValue().isBlank() ? null : value.getValue();
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(275);
    }
}
