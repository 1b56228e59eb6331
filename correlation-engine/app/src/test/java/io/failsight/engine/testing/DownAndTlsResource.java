package io.failsight.engine.testing;

import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** No OpenSearch at all, and a certificate made for the test. */
public final class DownAndTlsResource implements QuarkusTestResourceLifecycleManager {
    private static final String STORE_PASSWORD = "changeit";

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("failsight-tls");
            certificate(folder);
            String hash = BcryptUtil.bcryptHash(OpenSearchResource.PASSWORD, 4);
            Files.writeString(
                    folder.resolve("users.yaml"),
                    "users: [{name: vera, roles: [viewer], password: \"" + hash + "\"}]\n");
            Map<String, String> config = new HashMap<>();
            config.put("failsight.opensearch.url", "http://127.0.0.1:1");
            config.put("failsight.data-dir", folder.toString());
            config.put("failsight.tls.certificate", folder.resolve("cert.pem").toString());
            config.put("failsight.tls.key", folder.resolve("key.pem").toString());
            return config;
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void certificate(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "t",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        STORE_PASSWORD)
                .inheritIO()
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool failed");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD.toCharArray());
        }
        pem(
                folder.resolve("key.pem"),
                "PRIVATE KEY",
                keys.getKey("t", STORE_PASSWORD.toCharArray()).getEncoded());
        pem(folder.resolve("cert.pem"), "CERTIFICATE", keys.getCertificate("t").getEncoded());
    }

    private static void pem(Path file, String what, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    @Override
    public void stop() {
        // The folder is small and in the system's temporary folder.
    }
}
