package io.failsight.collector.pipeline;

import io.failsight.collector.receive.link.Link;
import io.failsight.settings.Settings;
import io.failsight.settings.topology.ExpectedSource;
import io.failsight.settings.topology.Site;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which senders {@code failsight.yaml} names, by their address or the name in their certificate: a part of the journal is theirs alone. A host name that a line
 * claims counts for nothing here, since anybody may claim it. Immutable, thread-safe; asked for every batch, and allocates one text for it.
 */
final class DeclaredSources implements Predicate<String> {
    private static final String OTLP = "otlp/";

    private final Set<String> names = new HashSet<>();

    DeclaredSources(Settings settings) {
        for (ExpectedSource source : settings.sources()) {
            switch (source.by()) {
                case ADDRESS -> names.add(source.name());
                case HOST -> certified(List.of(source.name()));
                case NODE -> certified(List.of(source.name())); // its addresses come with the sites
            }
        }
        for (Site site : settings.sites()) {
            for (Site.Node node : site.nodes()) {
                names.addAll(node.addresses());
                certified(List.of(node.name()));
                certified(node.hosts());
            }
        }
    }

    private void certified(List<String> hosts) {
        hosts.forEach(host -> names.add(Link.CERTIFICATE_MARK + host));
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    /** @param source a door, a slash, and the address or the name of the sender; OTLP adds its service */
    @Override
    public boolean test(String source) {
        if (names.isEmpty()) {
            return false;
        }
        String sender = source.substring(source.indexOf('/') + 1);
        int service = source.startsWith(OTLP) ? sender.indexOf('/') : -1;
        return names.contains(service < 0 ? sender : sender.substring(0, service));
    }
}
