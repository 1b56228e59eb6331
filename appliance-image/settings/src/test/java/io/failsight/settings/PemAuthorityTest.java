package io.failsight.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no authority; that authorities are trusted is tested where they are used. */
final class PemAuthorityTest {
    @TempDir
    private Path folder;

    @Test
    void saysThatAFileIsEmpty() throws Exception {
        Path file = Files.writeString(folder.resolve("authority.pem"), "");
        GeneralSecurityException problem =
                assertThrows(GeneralSecurityException.class, () -> PemAuthority.context(file));
        assertEquals(file + " holds no certificate", problem.getMessage());
        assertEquals(0, PemAuthority.managers(file).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "no certificate\n", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void refusesWhatIsNoCertificate(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("authority.pem"), text);
        assertThrows(GeneralSecurityException.class, () -> PemAuthority.context(file));
    }

    @Test
    void namesAFileThatIsMissing() {
        Path file = folder.resolve("authority.pem");
        IOException problem = assertThrows(NoSuchFileException.class, () -> PemAuthority.context(file));
        assertTrue(String.valueOf(problem.getMessage()).contains("authority.pem"), problem::toString);
    }
}
