package io.failsight.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.settings.access.OidcSettings;
import io.failsight.settings.notify.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single sign-on in failsight.yaml. */
final class AccessSettingsTest {
    @TempDir
    private Path folder;

    private Optional<OidcSettings> read(String text) throws IOException, ConfigException {
        return SettingsReader.read(Files.writeString(folder.resolve("failsight.yaml"), text))
                .access()
                .oidc();
    }

    @Test
    void isOffWhereNothingIsWritten() throws Exception {
        assertEquals(Optional.empty(), read("listen: 127.0.0.1"));
        assertEquals(Optional.empty(), read("access: {}"));
    }

    @Test
    void readsTheProviderAndWhoseGroupsGiveWhichRole() throws Exception {
        OidcSettings oidc = read("""
                access:
                  oidc:
                    issuer: https://id.site.example/realms/vms
                    client-id: failsight
                    client-secret-file: secrets/oidc
                    label: Site sign-in
                    roles-claim: realm_access.roles
                    roles: {viewer: [vms, guards], admin: it}
                """).orElseThrow();
        assertEquals(URI.create("https://id.site.example/realms/vms"), oidc.issuer());
        assertEquals(Optional.of(new Secret.InFile(folder.resolve("secrets/oidc"))), oidc.clientSecret());
        assertEquals("preferred_username", oidc.nameClaim());
        assertEquals("realm_access.roles", oidc.rolesClaim());
        assertEquals(
                Map.of("viewer", List.of("vms", "guards"), "operator", List.of(), "admin", List.of("it")),
                oidc.roles());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                {client-id: f, roles: {viewer: a}}                                     | 'access.oidc.issuer' is missing
                {issuer: 'http://id.example', client-id: f, roles: {viewer: a}}        | without TLS only on this machine
                {issuer: 'https://id.example', roles: {viewer: a}}                     | 'access.oidc.client-id' is missing
                {issuer: 'https://id.example', client-id: f}                           | 'access.oidc.roles' is missing
                {issuer: 'https://id.example', client-id: f, roles: {}}                | must name a group
                {issuer: 'https://id.example', client-id: f, roles: {boss: a}}         | unknown key 'access.oidc.roles.boss'
                {issuer: 'https://id.example', client-id: f, client-secret: x, roles: {viewer: a}} | the secret itself must not stand here
                """)
    void saysWhatIsWrong(String oidc, String words) {
        ConfigException wrong = assertThrows(ConfigException.class, () -> read("access: {oidc: " + oidc + "}"));
        assertTrue(String.valueOf(wrong.getMessage()).contains(words), wrong.getMessage());
    }
}
