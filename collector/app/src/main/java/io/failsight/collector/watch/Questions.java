package io.failsight.collector.watch;

import io.failsight.settings.reach.Reach;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Asks one target. Used by one thread. */
final class Questions {
    private static final String OK = "OK";

    private final Target target;
    private final Duration timeout;
    private final Reach reach;
    private final Pages pages;
    private String session = "";
    private boolean demo;

    Questions(Target target, Duration timeout, Reach reach) {
        this.target = target;
        this.reach = reach;
        this.timeout = timeout;
        this.pages = new Pages(
                timeout,
                switch (target) {
                    case Target.SafeKitReady ready -> ready.authority();
                    case Target.SafeKitLevel level -> level.authority();
                    case Target.Tcp tcp -> Optional.empty();
                    case Target.Http http -> Optional.empty();
                },
                reach);
    }

    Finding ask() throws InterruptedException {
        return switch (target) {
            case Target.Tcp tcp -> connect(tcp);
            case Target.Http http -> page(pages.get(http.url(), ""));
            case Target.SafeKitReady ready -> ready(ready);
            case Target.SafeKitLevel level -> level(level);
        };
    }

    /** Whether SafeKit said that it runs without a licence, when it was last asked. */
    boolean isDemo() {
        return demo;
    }

    private Finding connect(Target.Tcp tcp) {
        try (Socket socket = new Socket()) {
            InetAddress address = reach.addresses(tcp.host(), tcp.port()).getFirst();
            socket.connect(new InetSocketAddress(address, tcp.port()), (int) timeout.toMillis());
            return new Finding.Well();
        } catch (IOException e) {
            return Pages.judge(e);
        }
    }

    private static Finding page(Pages.Page page) {
        if (page.trouble().isPresent()) {
            return page.trouble().get();
        }
        return page.status() / 100 == 2 ? new Finding.Well() : new Finding.Unwell("HTTP " + page.status());
    }

    /** 404 is SafeKit's way too of saying that the module is not ready here; whatever is not OK does not serve. */
    private Finding ready(Target.SafeKitReady ready) throws InterruptedException {
        Pages.Page page = pages.get(at(ready.url(), "/var/modules/" + ready.module() + "/ready.txt"), "");
        if (page.trouble().isPresent()) {
            return page.trouble().get();
        }
        boolean serves = page.status() == 200 && page.body().strip().equals(OK);
        return serves ? new Finding.Well() : new Finding.Idle("ready.txt is not OK");
    }

    private Finding level(Target.SafeKitLevel level) throws InterruptedException {
        URI url = at(level.url(), "/api/v1.0/level");
        Pages.Page page = session.isEmpty() ? null : pages.get(url, session);
        if (page == null || page.trouble().isEmpty() && page.status() != 200) {
            Finding signedIn = signIn(level);
            if (session.isEmpty()) {
                return signedIn;
            }
            page = pages.get(url, session);
        }
        if (page.trouble().isEmpty() && page.status() == 200) {
            demo = page.body().contains(Target.SafeKitLevel.DEMO);
        }
        return page(page);
    }

    private Finding signIn(Target.SafeKitLevel level) throws InterruptedException {
        String form;
        session = "";
        try {
            form = "httpd_username=" + encode(level.credentials().user()) + "&httpd_password="
                    + encode(level.credentials().password()) + "&login=Login";
        } catch (UncheckedIOException e) {
            return new Finding.Unwell("the password cannot be read: " + e.getMessage());
        }
        Pages.Page page = pages.postForm(at(level.url(), "/login"), form);
        if (page.trouble().isPresent()) {
            return page.trouble().get();
        }
        session = page.cookie();
        return session.isEmpty()
                ? new Finding.Unwell("the account was not let in, HTTP " + page.status())
                : new Finding.Well();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static URI at(URI base, String path) {
        return URI.create(base.toString().replaceAll("/+$", "") + path);
    }
}
