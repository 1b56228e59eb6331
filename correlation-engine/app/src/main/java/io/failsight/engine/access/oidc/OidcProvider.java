package io.failsight.engine.access.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.engine.access.oidc.OidcException.Kind;
import io.failsight.settings.PemAuthority;
import io.failsight.settings.access.OidcSettings;
import io.failsight.settings.notify.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the provider, as failsight.yaml names it. Thread-safe; each call blocks for at most {@link #LIMIT}. */
final class OidcProvider implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where the provider is asked what (OpenID Connect Discovery 1.0 §3). */
    record Endpoints(String authorization, URI token, URI keys, Optional<URI> person) {}

    /** What a code was traded for; the access token only asks for more about the person. */
    record Tokens(String id, String access) {
        @Override
        public String toString() {
            return "Tokens[...]";
        }
    }

    private final OidcSettings settings;
    private @Nullable HttpClient client;

    OidcProvider(OidcSettings settings) {
        this.settings = settings;
    }

    /** Made at the first use: a file with a certificate authority that is not there must not stop the engine. */
    private synchronized HttpClient client() throws OidcException {
        HttpClient made = client;
        if (made != null) {
            return made;
        }
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(LIMIT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1);
        try {
            if (settings.authority().isPresent()) {
                builder.sslContext(PemAuthority.context(settings.authority().get()));
            }
        } catch (IOException | GeneralSecurityException e) {
            throw unreachable("its authority-file cannot be used: " + e.getMessage());
        }
        made = builder.build();
        client = made;
        return made;
    }

    Endpoints discover() throws OidcException {
        String issuer = settings.issuer().toString();
        JsonNode found = json(
                "its description",
                HttpRequest.newBuilder(URI.create(issuer.replaceAll("/+$", "") + "/.well-known/openid-configuration")));
        if (!found.path("issuer").asText().equals(issuer)) {
            throw unreachable("it calls itself '" + found.path("issuer").asText() + "', failsight.yaml calls it '"
                    + issuer + "'; write the same");
        }
        return new Endpoints(
                found.path("authorization_endpoint").asText(),
                address(found, "token_endpoint"),
                address(found, "jwks_uri"),
                found.hasNonNull("userinfo_endpoint")
                        ? Optional.of(address(found, "userinfo_endpoint"))
                        : Optional.empty());
    }

    private static URI address(JsonNode found, String member) throws OidcException {
        try {
            return URI.create(found.path(member).asText());
        } catch (IllegalArgumentException e) {
            throw unreachable("its " + member + " is no address");
        }
    }

    /** The keys that it signs with, as JSON (RFC 7517). */
    String keys(Endpoints endpoints) throws OidcException {
        return json("its keys", HttpRequest.newBuilder(endpoints.keys())).toString();
    }

    /** What else it says of the person, as JSON (OpenID Connect Core 1.0 §5.3); many name groups only here. */
    String person(URI address, String accessToken) throws OidcException {
        return json("the person", HttpRequest.newBuilder(address).header("Authorization", "Bearer " + accessToken))
                .toString();
    }

    /** Trades a code for tokens (RFC 6749 §4.1.3, RFC 7636 §4.5). */
    Tokens trade(Endpoints endpoints, String code, String verifier, String redirect) throws OidcException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoints.token())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(Map.of(
                        "grant_type", "authorization_code",
                        "code", code,
                        "redirect_uri", redirect,
                        "client_id", settings.clientId(),
                        "code_verifier", verifier))));
        Optional<Secret> secret = settings.clientSecret();
        if (secret.isPresent()) {
            request.header("Authorization", basic(secret.get()));
        }
        JsonNode answer = json("the trade of the code", request);
        String token = answer.path("id_token").asText();
        if (token.isEmpty()) {
            throw new OidcException(Kind.UNTRUSTED, "the provider gave no ID token");
        }
        return new Tokens(token, answer.path("access_token").asText());
    }

    private String basic(Secret secret) throws OidcException {
        try {
            String credentials = encoded(settings.clientId()) + ":" + encoded(secret.read());
            return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unreachable(String.valueOf(e.getMessage()));
        }
    }

    static String form(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> encoded(member.getKey()) + "=" + encoded(member.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private JsonNode json(String what, HttpRequest.Builder request) throws OidcException {
        try {
            HttpResponse<InputStream> answer = client().send(
                            request.timeout(LIMIT)
                                    .header("Accept", "application/json")
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] bytes = body.readNBytes(MAX_BYTES);
                if (answer.statusCode() == 400 || answer.statusCode() == 401) {
                    throw new OidcException(
                            Kind.REFUSED, "the provider refused " + what + " with " + answer.statusCode());
                }
                if (answer.statusCode() != 200) {
                    throw unreachable("it answered the question for " + what + " with " + answer.statusCode());
                }
                return JSON.readTree(bytes);
            }
        } catch (IOException e) {
            throw unreachable("asked for " + what + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("stopped while it was asked for " + what);
        }
    }

    private static OidcException unreachable(String words) {
        return new OidcException(Kind.UNREACHABLE, "the sign-in provider cannot be used: " + words);
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
