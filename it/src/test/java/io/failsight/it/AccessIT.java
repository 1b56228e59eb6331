package io.failsight.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Accounts, tokens, exports and the audit of a whole appliance: in the real browser, over HTTP, and by `./failsight doctor`. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class AccessIT {
    private static final String FIRST = "first of four words";
    private static final String SECRET = "a-secret-of-more-than-32-characters";
    private static final String OWN = "chosen by nobody else";

    private static @TempDir Path folder;
    private Appliance appliance;
    private OidcPeer provider;
    private WatchedBrowser browser;

    @BeforeAll
    void start() throws Exception {
        int port = FreePorts.next();
        Path secret = Files.createFile(
                folder.resolve("oidc-secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, SECRET);
        appliance = new Appliance(folder.resolve("data"), """
                access:
                  oidc:
                    issuer: http://127.0.0.1:%d
                    client-id: failsight
                    client-secret-file: %s
                    label: Site sign-in
                    roles: {operator: vms-operators, admin: vms-admins}
                """.formatted(port, secret));
        provider = new OidcPeer(port, appliance.console().resolve("/api/v1/session/oidc/callback"), SECRET);
        appliance.await("*", 1);
        browser = new WatchedBrowser();
    }

    @AfterAll
    void stop() {
        if (appliance != null) {
            appliance.close();
        }
        if (provider != null) {
            provider.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    private Page signIn(String name, String password) {
        Page page = browser.open(appliance.console(), "/?page=search");
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(password);
        button(page, "Sign in").click();
        PlaywrightAssertions.assertThat(page.locator("fs-header")).isVisible();
        return page;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator row(Page page, String name) {
        return page.locator("fs-accounts tr").filter(new Locator.FilterOptions().setHasText(name));
    }

    private Page accounts() {
        Page page = signIn("admin", Appliance.PASSWORD);
        page.locator("fs-header .user button").click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Accounts"))
                .click();
        PlaywrightAssertions.assertThat(row(page, "admin")).isVisible();
        return page;
    }

    @Test
    @Order(1)
    void anAdminAddsAnAccountWhoseOwnerChoosesAPassword() throws IOException {
        Page page = accounts();
        button(page, "Add account").click();
        Locator form = page.locator("fs-account-form dialog");
        form.getByLabel("Name").fill("nora");
        form.getByLabel("operator").check();
        form.getByLabel("First password").fill("nora nora nora");
        browser.screenshot(page, "accounts-add");
        form.getByText("Save").click();
        PlaywrightAssertions.assertThat(form.getByRole(AriaRole.ALERT)).containsText("holds the name of the account");
        form.getByLabel("First password").fill(FIRST);
        form.getByText("Save").click();
        PlaywrightAssertions.assertThat(row(page, "nora")).containsText("has not chosen a password yet");
        browser.screenshot(page, "accounts");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        browser.screenshot(page, "accounts-dark");

        Page hers = signIn("nora", FIRST);
        PlaywrightAssertions.assertThat(hers.locator("fs-app")).containsText("Somebody else made your password");
        button(hers, "Change it").click();
        hers.getByLabel("Password as it is").fill(FIRST);
        hers.getByLabel("New password", new Page.GetByLabelOptions().setExact(true))
                .fill(OWN);
        hers.getByLabel("New password again").fill(OWN);
        browser.screenshot(hers, "own-password");
        hers.keyboard().press("Enter");
        PlaywrightAssertions.assertThat(hers.locator("fs-app")).not().containsText("Somebody else made your password");
        hers.navigate(appliance.console().resolve("/?page=accounts").toString());
        PlaywrightAssertions.assertThat(hers.locator("fs-accounts")).containsText("Only admins see accounts");
        browser.done(hers);

        row(page, "nora").getByText("Sign out").click();
        PlaywrightAssertions.assertThat(row(page, "nora").getByText("Sign out")).hasCount(0);
        row(page, "admin").getByText("Remove").click();
        row(page, "admin").getByText("Remove for good").click();
        PlaywrightAssertions.assertThat(row(page, "admin")).containsText("is the last admin");
        browser.done(page);
    }

    @Test
    @Order(2)
    void aTokenIsShownOnceAndOpensTheApiUntilItIsRevoked() throws Exception {
        Page page = accounts();
        button(page, "Make token").click();
        Locator form = page.locator("fs-account-form dialog");
        form.getByLabel("Which program is it for?").fill("wall display");
        form.getByText("Save").click();
        String token = form.locator("code").textContent();
        browser.screenshot(page, "token");
        assertEquals(200, status("/api/v1/entries", token));
        assertEquals(403, status("/api/v1/users", token));
        form.getByText("I have copied it").click();
        PlaywrightAssertions.assertThat(page.getByText(token)).hasCount(0);
        row(page, "wall display").getByText("Revoke").click();
        row(page, "wall display").getByText("Revoke for good").click();
        PlaywrightAssertions.assertThat(row(page, "wall display")).hasCount(0);
        assertEquals(401, status("/api/v1/entries", token));
        browser.done(page);
    }

    private int status(String path, String token) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(appliance.console().resolve(path))
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    /** Extensions for development are no part of what is built. */
    @Test
    @Order(2)
    void nothingOfTheWorkshopIsThere() throws Exception {
        for (String path : new String[] {"/q/swagger-ui", "/q/swagger-ui/", "/q/dev-ui", "/q/health", "/q/metrics"}) {
            assertEquals(404, status(path, "none"), path);
        }
    }

    /** With oidc-provider, a real one, in the real browser; before it is there, and then. */
    @Test
    @Order(3)
    void singleSignOnGivesTheRoleOfTheGroups() throws Exception {
        browser.allowProvider(provider.issuer());
        Page page = browser.open(appliance.console(), "/?page=search");
        Locator button = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Site sign-in"));
        button.click();
        PlaywrightAssertions.assertThat(page.getByRole(AriaRole.ALERT)).containsText("cannot be reached at the moment");
        browser.screenshot(page, "sso-away");
        provider.start();
        atProvider(page, "gast");
        PlaywrightAssertions.assertThat(page.getByRole(AriaRole.ALERT)).containsText("none of your groups");
        browser.done(page);

        page = browser.open(appliance.console(), "/?page=search");
        atProvider(page, "chief");
        PlaywrightAssertions.assertThat(page.locator("fs-header")).containsText("sso:chief");
        page.locator("fs-header .user button").click();
        PlaywrightAssertions.assertThat(page.locator("fs-header")).containsText("operator, admin");
        PlaywrightAssertions.assertThat(button(page, "Change password")).hasCount(0);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Accounts"))
                .click();
        PlaywrightAssertions.assertThat(row(page, "nora")).isVisible();
        browser.done(page);
        assertTrue(appliance.get("/api/v1/audit?size=500").toString().contains("by single sign-on (operator, admin)"));
    }

    private static void atProvider(Page page, String name) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Site sign-in"))
                .click();
        page.locator("input[name=login]").fill(name);
        page.locator("input[name=password]").fill("any");
        page.locator("button[type=submit]").click();
        page.getByText("Continue").click();
    }

    @Test
    @Order(3)
    void thePageExportsWhatItFound() throws IOException {
        Page page = signIn("nora", OWN);
        PlaywrightAssertions.assertThat(page.locator("fs-results fs-rows .line").first())
                .isVisible();
        browser.screenshot(page, "export");
        Download csv = page.waitForDownload(
                () -> page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Export as CSV"))
                        .click());
        assertTrue(csv.suggestedFilename().matches("failsight-entries-[0-9TZ]+\\.csv"), csv.suggestedFilename());
        assertTrue(Files.readString(csv.path()).startsWith("\uFEFF\"time\",\"severity\""));
        browser.done(page);
    }

    @Test
    @Order(4)
    void theAuditIsWholeUntilSomebodyChangesItsFile() throws Exception {
        JsonNode check = appliance.get("/api/v1/audit/check");
        assertTrue(check.path("sound").asBoolean() && check.path("findings").isEmpty(), check::toString);
        assertTrue(check.path("known").asInt() >= check.path("records").asInt(), check::toString);
        String audit = appliance.get("/api/v1/audit?size=500").toString();
        for (String action : new String[] {
            "sign-in",
            "add-user",
            "change-password",
            "sign-out-user",
            "add-token",
            "revoke-token",
            "export",
            "export-end"
        }) {
            assertTrue(audit.contains("\"action\":\"" + action + "\""), action + " is not in " + audit);
        }
        appliance.await("logger:io.failsight.audit AND mdc.audit.hash:*", 1);
        String running = appliance.run("doctor");
        assertTrue(running.contains("the audit is whole: "), running);
        appliance.run("down");
        String stopped = appliance.run("doctor");
        assertTrue(stopped.contains("the audit is whole: "), stopped);
        AuditTampering.change(appliance.data().resolve("engine/failsight.db"), 2);
        String changed = appliance.run("doctor");
        assertTrue(changed.startsWith("1\n") && changed.contains("Audit: record 2 was changed"), changed);
    }
}
