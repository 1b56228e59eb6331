package io.failsight.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

class FirstStartTest {
    @TempDir
    Path temporary;

    private DataFolder folder = new DataFolder(Path.of("unset"));

    @BeforeEach
    void prepareFolder() throws DataFolderException {
        folder = new DataFolder(temporary);
        folder.prepare();
    }

    @Test
    void keepsOnlyABcryptHashOfThePasswordItMakes() throws Exception {
        String password = start(null).orElseThrow();
        assertTrue(password.length() >= 20, password);
        assertTrue(OpenBSDBCrypt.checkPassword(storedHash(), password.toCharArray()));
        assertFalse(OpenBSDBCrypt.checkPassword(storedHash(), "something else".toCharArray()));
        try (var files = Files.walk(temporary)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(Files.readString(file).contains(password), file::toString);
            }
        }
    }

    @Test
    void takesTheGivenPasswordAndDoesNotShowIt() throws Exception {
        assertEquals(Optional.empty(), start("correct horse battery"));
        assertTrue(OpenBSDBCrypt.checkPassword(storedHash(), "correct horse battery".toCharArray()));
    }

    @Test
    void keepsEverythingAtTheSecondStart() throws Exception {
        start(null);
        String token = Files.readString(FirstStart.tokenFile(folder));
        String hash = storedHash();
        Files.writeString(folder.config(), "listen: 127.0.0.1\n");
        assertEquals(Optional.empty(), start("another password"));
        assertEquals(token, Files.readString(FirstStart.tokenFile(folder)));
        assertEquals(hash, storedHash());
        assertEquals("listen: 127.0.0.1\n", Files.readString(folder.config()));
    }

    @Test
    void damagedTokensArePutAsideAndMadeAgain() throws Exception {
        start(null);
        for (Path token : List.of(FirstStart.tokenFile(folder), FirstStart.streamTokenFile(folder))) {
            String whole = Files.readString(token);
            for (byte[] bad : List.of(
                    new byte[0],
                    new byte[40],
                    whole.substring(0, 9).getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
                Files.write(token, bad);
                FirstStart again = new FirstStart(folder, new SecureRandom());
                again.prepare(null);
                assertEquals(1, again.mended().size());
                assertTrue(again.mended().getFirst().contains(token + ".damaged-"), again.mended()::toString);
                assertTrue(Files.readString(token).strip().matches("[\\w-]{43}"));
                FirstStart third = new FirstStart(folder, new SecureRandom());
                third.prepare(null);
                assertEquals(List.of(), third.mended());
            }
        }
    }

    @Test
    void secretsAreForThisAccountOnly() throws Exception {
        start(null);
        for (Path file : List.of(FirstStart.tokenFile(folder), FirstStart.usersFile(folder))) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
        assertEquals(43, Files.readString(FirstStart.tokenFile(folder)).strip().length(), "32 bytes in base64url");
    }

    @Test
    void refusesAPasswordThatIsTooShortOrLongerThanBcryptReads() {
        assertThrows(DataFolderException.class, () -> start("short"));
        assertThrows(DataFolderException.class, () -> start("é".repeat(37)));
    }

    private Optional<String> start(@Nullable String password) throws IOException, DataFolderException {
        return new FirstStart(folder, new SecureRandom()).prepare(password);
    }

    private String storedHash() throws IOException {
        Map<String, List<Map<String, Object>>> users = new Yaml().load(Files.readString(FirstStart.usersFile(folder)));
        Map<String, Object> admin = Objects.requireNonNull(users.get("users")).getFirst();
        assertEquals("admin", admin.get("name"));
        assertEquals(List.of("admin"), admin.get("roles"));
        return String.valueOf(admin.get("password"));
    }
}
