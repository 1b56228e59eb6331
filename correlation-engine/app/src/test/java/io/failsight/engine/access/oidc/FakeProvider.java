package io.failsight.engine.access.oidc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.failsight.engine.testing.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** A provider on loopback that checks the proof key, and can be made to lie. */
final class FakeProvider implements AutoCloseable {
    private final HttpServer server;
    private final FakeClock clock;
    private final RsaJsonWebKey key;
    private final RsaJsonWebKey other;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();
    private String algorithm = AlgorithmIdentifiers.RSA_USING_SHA256;
    private boolean wrongKey;
    private String challenge = "";
    private volatile boolean away;

    FakeProvider(FakeClock clock) throws IOException, JoseException {
        this.clock = clock;
        key = RsaJwkGenerator.generateJwk(2048);
        other = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("one");
        other.setKeyId("one");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/.well-known/openid-configuration", exchange -> answer(exchange, 200, """
            {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token","jwks_uri":"%1$s/keys"}""".formatted(issuer())));
        server.createContext(
                "/keys",
                exchange -> answer(
                        exchange, 200, new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)));
        server.createContext("/token", this::token);
        server.start();
    }

    URI issuer() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The person signs in: a code for what was asked. */
    String code(Map<String, String> asked) {
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        return code;
    }

    void claim(String name, Object value) {
        claims.put(name, value);
    }

    void sign(String with) {
        algorithm = with;
    }

    void signWithAnotherKey() {
        wrongKey = true;
    }

    void wantChallenge(String wanted) {
        challenge = wanted;
    }

    void away(boolean is) {
        away = is;
    }

    void honest() {
        claims.clear();
        algorithm = AlgorithmIdentifiers.RSA_USING_SHA256;
        wrongKey = false;
    }

    static Map<String, String> query(URI address) {
        return form(address.getRawQuery());
    }

    private static Map<String, String> form(String text) {
        Map<String, String> members = new HashMap<>();
        for (String pair : text.split("&")) {
            String[] parts = pair.split("=", 2);
            members.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return members;
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> sent = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Map<String, String> asked = codes.remove(sent.get("code"));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(sent.getOrDefault("code_verifier", "").getBytes(StandardCharsets.US_ASCII));
            String proof = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
            if (asked == null
                    || !proof.equals(challenge.isEmpty() ? asked.get("code_challenge") : challenge)
                    || !asked.getOrDefault("redirect_uri", "").equals(sent.get("redirect_uri"))) {
                answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
                return;
            }
            answer(exchange, 200, "{\"token_type\":\"Bearer\",\"id_token\":\"" + idToken(asked) + "\"}");
        } catch (NoSuchAlgorithmException | JoseException e) {
            throw new IOException(e);
        }
    }

    private String idToken(Map<String, String> asked) throws JoseException {
        JwtClaims said = new JwtClaims();
        NumericDate now = NumericDate.fromMilliseconds(clock.instant().toEpochMilli());
        said.setIssuer(issuer().toString());
        said.setAudience(asked.get("client_id"));
        said.setSubject("4711");
        said.setIssuedAt(now);
        said.setExpirationTime(NumericDate.fromSeconds(now.getValue() + 300));
        said.setClaim("nonce", asked.get("nonce"));
        said.setClaim("preferred_username", "nora");
        said.setClaim("groups", List.of("people"));
        claims.forEach(said::setClaim);
        JsonWebSignature signed = new JsonWebSignature();
        signed.setPayload(said.toJson());
        signed.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signed.setAlgorithmHeaderValue(algorithm);
        switch (algorithm) {
            case AlgorithmIdentifiers.NONE -> {}
            case AlgorithmIdentifiers.HMAC_SHA256 -> {
                signed.setKeyIdHeaderValue("one");
                signed.setKey(new HmacKey(key.getPublicKey().getEncoded()));
            }
            default -> {
                signed.setKeyIdHeaderValue("one");
                signed.setKey((wrongKey ? other : key).getPrivateKey());
            }
        }
        return signed.getCompactSerialization();
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(away ? 503 : status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
