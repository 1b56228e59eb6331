package io.failsight.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Chromium on the console, watched: what it asks of others, and what it logs as an error, fails the test. Not thread-safe. */
public final class WatchedBrowser implements AutoCloseable {
    private static final List<String> BROWSERS = List.of("chromium", "google-chrome");

    private final Playwright playwright = Playwright.create();
    private final Browser browser = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(installedBrowser())
                    .setArgs(List.of(
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
    private final List<String> foreignRequests = new ArrayList<>();
    private final List<String> consoleErrors = new ArrayList<>();
    private String provider = "";

    /** As the script looks for it. */
    private static Path installedBrowser() {
        for (String name : BROWSERS) {
            for (String folder : System.getenv("PATH").split(":")) {
                Path program = Path.of(folder, name);
                if (Files.isExecutable(program)) {
                    return program;
                }
            }
        }
        throw new IllegalStateException("none of " + BROWSERS + " is in the PATH; ./failsight test installs one");
    }

    /** Sign-ins may lead there and back; what its own pages do is its own affair. */
    void allowProvider(URI address) {
        provider = address.toString();
    }

    private boolean isOfProvider(String url) {
        return !provider.isEmpty() && url.startsWith(provider);
    }

    /** A page with cookies of its own. */
    public Page open(URI console, String path) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1440, 900));
        // Whatever another server's page wants from the internet.
        context.route(
                url -> !url.startsWith("http://127.0.0.1:") && !url.startsWith("https://127.0.0.1:"), Route::abort);
        Page page = context.newPage();
        page.onRequest(request -> {
            if (!request.url().startsWith(console.toString())
                    && !request.url().startsWith("data:")
                    && !isOfProvider(request.url())
                    && !isOfProvider(request.frame().url())) {
                foreignRequests.add(request.url());
            }
        });
        page.onConsoleMessage(message -> {
            // The browser itself logs answers such as 400 and 401, which the page explains in its own words.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                consoleErrors.add(message.text());
            }
        });
        page.navigate(console.resolve(path).toString());
        return page;
    }

    /** Ends what {@link #open} began, and fails when the page did what it must not. */
    public void done(Page page) throws IOException {
        screenshot(page, "last");
        page.context().close();
        assertEquals(List.of(), foreignRequests, "the page must load nothing from elsewhere");
        assertEquals(
                List.of(),
                consoleErrors,
                "the page must not log errors, such as breaches of its content security policy");
    }

    /** Keeps a picture of the page in {@code it/target/screenshots}. */
    public void screenshot(Page page, String name) throws IOException {
        Path shots = Files.createDirectories(Home.path().resolve("it/target/screenshots"));
        page.screenshot(new Page.ScreenshotOptions().setPath(shots.resolve(name + ".png")));
    }

    @Override
    public void close() {
        playwright.close(); // and the browser with it
    }
}
