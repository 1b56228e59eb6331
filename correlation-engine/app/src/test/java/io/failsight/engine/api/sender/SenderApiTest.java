package io.failsight.engine.api.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.engine.testing.ApiClient;
import io.failsight.engine.testing.EngineProfile;
import io.failsight.engine.testing.OpenSearchResource;
import io.failsight.settings.sender.SenderBook;
import io.failsight.settings.sender.SenderRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(EngineProfile.class)
class SenderApiTest {
    private static final String PATH = "/api/v1/senders";

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // injected
    URI base;

    private static Path secrets() {
        return Path.of(ConfigProvider.getConfig().getValue("failsight.data-dir", String.class))
                .resolve("secrets");
    }

    @BeforeEach
    @SuppressWarnings("JavaUtilDate") // the builder takes nothing else
    void makeAuthority() throws Exception {
        Files.createDirectories(secrets());
        Files.deleteIfExists(SenderBook.fileIn(secrets()));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair keys = generator.generateKeyPair();
        Instant now = InstantSource.system().instant();
        X500Name name = new X500Name("CN=authority");
        X509Certificate authority = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(now.minus(Duration.ofDays(1))),
                                Date.from(now.plus(Duration.ofDays(1_000))),
                                name,
                                keys.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        write("ca.crt", "CERTIFICATE", authority.getEncoded());
        write("ca.key", "PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    private static void write(String name, String kind, byte[] der) throws IOException {
        Files.writeString(
                secrets().resolve(name),
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                        + "-----\n");
    }

    private ApiClient admin() {
        return ApiClient.of(base).basic("admin", OpenSearchResource.PASSWORD);
    }

    private static SenderRegistry registry() {
        return new SenderRegistry(SenderBook.fileIn(secrets()), InstantSource.system(), problem -> {});
    }

    @Test
    void makesATokenThatIsToldOnceAndRevokesIt() {
        ApiClient.Answer added =
                admin().call("POST", PATH, "{\"name\":\"app\",\"node\":\"vms-a\",\"addresses\":[\"192.0.2.0/24\"]}");
        assertEquals(200, added.status(), added.response().body());
        ApiClient.Answer made = admin().call("POST", PATH + "/app/credentials", "{\"kind\":\"token\",\"days\":30}");
        String token = made.json().path("token").asText();
        assertTrue(registry().ofToken(token).isPresent());
        assertEquals("no-store", made.header("Cache-Control"));
        ApiClient.Answer list = admin().get(PATH);
        assertFalse(list.response().body().contains(token));
        JsonNode credential = list.json().path(0).path("credentials").path(0);
        assertEquals("valid", credential.path("state").asText());
        assertEquals("vms-a", list.json().path(0).path("node").asText());

        String one = PATH + "/app/credentials/" + credential.path("id").asText();
        assertEquals(204, admin().call("DELETE", one, "").status());
        assertEquals(
                "revoked",
                admin().get(PATH)
                        .json()
                        .path(0)
                        .path("credentials")
                        .path(0)
                        .path("state")
                        .asText());
        assertEquals(204, admin().call("DELETE", PATH + "/app", "").status());
        assertEquals(0, admin().get(PATH).json().size());

        String audit = admin().get("/api/v1/audit", "size", "4").response().body();
        for (String deed : new String[] {"add-sender", "make-token", "revoke-credential", "remove-sender"}) {
            assertTrue(audit.contains("\"" + deed + "\""), deed + " in " + audit);
        }
        assertFalse(audit.contains(token));
    }

    @Test
    void makesACertificateThatIsKnownInBothForms() throws Exception {
        assertEquals(200, admin().call("POST", PATH, "{\"name\":\"vms-b\"}").status());
        JsonNode made = admin().call("POST", PATH + "/vms-b/credentials", "{\"kind\":\"certificate\"}")
                .json();
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        made.path("certificate").asText().getBytes(StandardCharsets.US_ASCII)));
        assertTrue(registry().ofCertificate(certificate).isPresent());
        char[] password = made.path("pkcs12Password").asText().toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(
                new ByteArrayInputStream(
                        Base64.getDecoder().decode(made.path("pkcs12").asText())),
                password);
        assertEquals(certificate, store.getCertificate("sender"));
        assertNotNull(store.getKey("sender", password));
    }

    @Test
    void saysWhatIsWrong() {
        assertEquals(400, admin().call("POST", PATH, "{\"name\":\"../x\"}").status());
        assertEquals(
                400,
                admin().call("POST", PATH, "{\"name\":\"x\",\"addresses\":[\"host.example\"]}")
                        .status());
        assertEquals(200, admin().call("POST", PATH, "{\"name\":\"x\"}").status());
        assertEquals(409, admin().call("POST", PATH, "{\"name\":\"x\"}").status());
        assertEquals(
                400,
                admin().call("POST", PATH + "/x/credentials", "{\"kind\":\"key\"}")
                        .status());
        assertEquals(
                404,
                admin().call("POST", PATH + "/y/credentials", "{\"kind\":\"token\"}")
                        .status());
        assertEquals(404, admin().call("DELETE", PATH + "/x/credentials/0", "").status());
        assertEquals(
                403,
                ApiClient.of(base)
                        .basic("otto", OpenSearchResource.PASSWORD)
                        .get(PATH)
                        .status());
    }

    @Test
    void aDamagedFileIsSaidAndLeftAlone() throws IOException {
        Files.writeString(SenderBook.fileIn(secrets()), "senders: oops");
        ApiClient.Answer answer = admin().get(PATH);
        assertEquals(503, answer.status());
        assertTrue(answer.json().path("detail").asText().contains("restore it from a backup"));
        assertEquals(503, admin().call("POST", PATH, "{\"name\":\"x\"}").status());
        assertEquals("senders: oops", Files.readString(SenderBook.fileIn(secrets())));
    }
}
