package io.failsight.collector.pipeline;

import io.failsight.collector.watch.Announcer;
import io.failsight.collector.watch.Expectation;
import io.failsight.collector.watch.Poller;
import io.failsight.collector.watch.Target;
import io.failsight.settings.Settings;
import io.failsight.settings.notify.Secret;
import io.failsight.settings.reach.Reach;
import io.failsight.settings.topology.ExpectedSource;
import io.failsight.settings.topology.Site;
import io.failsight.settings.topology.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What {@code failsight.yaml} wants to be watched, in the words of the room {@code watch}. Stateless. */
final class WatchSettings {
    /** A declared node that {@code sources} does not name: even an idle machine writes some line within it. */
    private static final Duration USUAL_SILENCE = Duration.ofMinutes(15);
    /** A licence and an account do not change by the second. */
    private static final Duration REST_INTERVAL = Duration.ofSeconds(30);

    private WatchSettings() {}

    /** Sources that are named, and every declared node. */
    static List<Expectation> expectations(Settings settings) {
        List<Expectation> expectations = new ArrayList<>();
        for (ExpectedSource source : settings.sources()) {
            Expectation.By by = switch (source.by()) {
                case HOST -> Expectation.By.HOST;
                case ADDRESS -> Expectation.By.ADDRESS;
                case NODE -> Expectation.By.NODE;
            };
            expectations.add(new Expectation(by, source.name(), source.silentAfter()));
        }
        for (Site site : settings.sites()) {
            for (Site.Node node : site.nodes()) {
                if (settings.sources().stream().noneMatch(source -> isMeant(source, node))) {
                    expectations.add(new Expectation(Expectation.By.NODE, node.name(), USUAL_SILENCE));
                }
            }
        }
        return expectations;
    }

    private static boolean isMeant(ExpectedSource source, Site.Node node) {
        return switch (source.by()) {
            case NODE -> source.name().equals(node.name());
            case HOST -> node.hosts().contains(source.name()) || source.name().equals(node.name());
            case ADDRESS -> node.addresses().contains(source.name());
        };
    }

    /** Who asks, not started. */
    static List<Poller> pollers(Settings settings, Announcer announcer) {
        Reach reach = Reach.of(settings);
        return targets(settings).stream()
                .map(target -> new Poller(target, announcer, reach))
                .toList();
    }

    /** What pollers ask. */
    static List<Target> targets(Settings settings) {
        List<Target> targets = new ArrayList<>();
        for (Watch watch : settings.watches()) {
            switch (watch) {
                case Watch.Tcp tcp -> targets.add(new Target.Tcp(tcp.node(), tcp.host(), tcp.port(), tcp.every()));
                case Watch.Http http -> targets.add(new Target.Http(http.node(), http.url(), http.every()));
                case Watch.SafeKit safeKit -> safeKit(safeKit, targets);
            }
        }
        return targets;
    }

    private static void safeKit(Watch.SafeKit watch, List<Target> targets) {
        targets.add(new Target.SafeKitReady(
                watch.node(), watch.url(), watch.module(), watch.authorityFile(), watch.every()));
        if (!watch.user().isEmpty() && watch.password().isPresent()) {
            Duration every = watch.every().compareTo(REST_INTERVAL) > 0 ? watch.every() : REST_INTERVAL;
            targets.add(new Target.SafeKitLevel(
                    watch.node(),
                    watch.url(),
                    new Account(watch.user(), watch.password().get()),
                    watch.authorityFile(),
                    every));
        }
    }

    private record Account(String user, Secret secret) implements Target.Credentials {
        @Override
        public String password() {
            try {
                return secret.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
