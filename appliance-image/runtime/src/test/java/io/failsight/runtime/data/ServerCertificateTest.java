package io.failsight.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-20T00:00:00Z");

    @TempDir
    Path temporary;

    @BeforeEach
    void prepareFolder() throws DataFolderException {
        new DataFolder(temporary).prepare();
    }

    @Test
    void isSignedByTheAuthorityAndNamesThisMachine() throws Exception {
        ServerCertificate certificate = at(NOW);
        certificate.prepare("192.0.2.7");
        List<X509Certificate> chain = chain(certificate.certificateFile());
        assertEquals(2, chain.size());
        chain.get(0).verify(chain.get(1).getPublicKey());
        chain.get(1).verify(chain.get(1).getPublicKey());
        assertEquals(-1, chain.get(0).getBasicConstraints());
        assertEquals(0, chain.get(1).getBasicConstraints());
        String names = String.valueOf(chain.get(0).getSubjectAlternativeNames());
        for (String name : List.of("localhost", "127.0.0.1", "192.0.2.7")) {
            assertTrue(names.contains(name), names);
        }
        assertTrue(Files.readString(certificate.keyFile()).startsWith("-----BEGIN PRIVATE KEY-----"));
        for (String secret : List.of("ca.key", "server.key")) {
            Path file = temporary.resolve("secrets").resolve(secret);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    @Test
    void staysUntilItsLastMonthAndIsThenRenewedByTheSameAuthority() throws Exception {
        at(NOW).prepare("127.0.0.1");
        byte[] authority = Files.readAllBytes(at(NOW).authorityFile());
        byte[] first = Files.readAllBytes(at(NOW).certificateFile());
        at(NOW.plus(Duration.ofDays(300))).prepare("127.0.0.1");
        assertArrayEquals(first, Files.readAllBytes(at(NOW).certificateFile()));
        ServerCertificate late = at(NOW.plus(Duration.ofDays(380)));
        late.prepare("127.0.0.1");
        assertEquals(NOW.plus(Duration.ofDays(380 + 397)), late.expires());
        assertArrayEquals(authority, Files.readAllBytes(late.authorityFile()));
    }

    @Test
    void damagedFilesAreMadeAgainAndWhatCanBeKeptIsKept() throws Exception {
        Path secrets = temporary.resolve("secrets");
        for (String name : List.of("server.crt", "server.key", "ca.crt", "ca.key")) {
            for (int cut : List.of(0, 1, 40, 300)) {
                at(NOW).prepare("127.0.0.1");
                byte[] authority = Files.readAllBytes(secrets.resolve("ca.crt"));
                byte[] whole = Files.readAllBytes(secrets.resolve(name));
                Files.write(secrets.resolve(name), java.util.Arrays.copyOf(whole, Math.min(cut, whole.length - 30)));
                String where = name + " cut to " + cut;
                ServerCertificate certificate = at(NOW);
                certificate.prepare("127.0.0.1");
                List<X509Certificate> chain = chain(certificate.certificateFile());
                chain.get(0).verify(chain.get(1).getPublicKey());
                boolean isSameAuthority =
                        java.util.Arrays.equals(authority, Files.readAllBytes(secrets.resolve("ca.crt")));
                assertEquals(!name.equals("ca.key"), isSameAuthority, where);
                assertEquals(name.startsWith("ca."), !certificate.mended().isEmpty(), where);
                ServerCertificate again = at(NOW);
                again.prepare("127.0.0.1");
                assertEquals(List.of(), again.mended(), where);
                assertEquals(chain, chain(again.certificateFile()), where + ": whole from now on");
            }
        }
    }

    @Test
    void aKeyThatIsNotTheCertificatesIsReplaced() throws Exception {
        at(NOW).prepare("127.0.0.1");
        Path secrets = temporary.resolve("secrets");
        Files.copy(
                secrets.resolve("ca.key"),
                secrets.resolve("server.key"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        byte[] before = Files.readAllBytes(secrets.resolve("server.crt"));
        at(NOW).prepare("127.0.0.1");
        assertFalse(java.util.Arrays.equals(before, Files.readAllBytes(secrets.resolve("server.crt"))));
    }

    @Test
    void isMadeAnewForANewAddress() throws Exception {
        at(NOW).prepare("127.0.0.1");
        assertFalse(String.valueOf(chain(at(NOW).certificateFile()).getFirst().getSubjectAlternativeNames())
                .contains("192.0.2.9"));
        at(NOW).prepare("192.0.2.9");
        assertTrue(String.valueOf(chain(at(NOW).certificateFile()).getFirst().getSubjectAlternativeNames())
                .contains("192.0.2.9"));
    }

    private ServerCertificate at(Instant now) {
        return new ServerCertificate(new DataFolder(temporary), InstantSource.fixed(now), new SecureRandom());
    }

    private static List<X509Certificate> chain(Path file) throws Exception {
        try (var stream = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(stream).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }
}
