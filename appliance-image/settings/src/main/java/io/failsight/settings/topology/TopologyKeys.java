package io.failsight.settings.topology;

import io.failsight.settings.notify.Secret;
import io.failsight.settings.notify.SecretKeys;
import io.failsight.settings.topology.ExpectedSource.By;
import io.failsight.settings.yaml.Key;
import io.failsight.settings.yaml.Shape;
import io.failsight.settings.yaml.Shapes;
import io.failsight.settings.yaml.Shapes.HostPort;
import io.failsight.settings.yaml.Table;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys under {@code sites}, {@code clusters}, {@code sources} and {@code watch}. */
public final class TopologyKeys {
    private static final Key<String> NODE_NAME = Key.of("name", Shapes.WORD, "Its name, also taken as a host name.");
    private static final Key<String> NODE_CLUSTER =
            Key.of("cluster", Shapes.WORD, "Nodes of the same cluster fail over together.");
    private static final Key<List<String>> HOSTS =
            Key.of("hosts", Shapes.listOf(Shapes.WORD), "Host names that it writes into its lines.");
    private static final Key<List<String>> ADDRESSES =
            Key.of("addresses", Shapes.listOf(Shapes.WORD), "Addresses that it sends from.");
    private static final Key<Boolean> WITNESS =
            new Key<>("witness", Shapes.YES_OR_NO, "false", "It only arbitrates and never serves.");
    private static final Shape<Site.Node> NODE =
            new Shape.Mapping<>(List.of(NODE_NAME, NODE_CLUSTER, HOSTS, ADDRESSES, WITNESS), TopologyKeys::node);

    private static final Key<String> SITE_NAME = Key.of("name", Shapes.WORD, "Its name.");
    private static final Key<List<Site.Node>> NODES = Key.of("nodes", Shapes.listOf(NODE), "Its machines.");

    public static final Key<List<Site>> SITES = Key.of(
            "sites",
            Shapes.listOf(new Shape.Mapping<>(
                    List.of(SITE_NAME, NODES),
                    table -> Optional.of(new Site(table.optional(SITE_NAME).orElse(""), table.value(NODES))))),
            "Which machine belongs to which site and cluster.");

    private static final Key<String> CLUSTER_NAME =
            Key.of("name", Shapes.WORD, "Its name, as the nodes under `sites` name it.");
    private static final Key<String> PRODUCT =
            Key.of("product", Shapes.WORD, "Product that fails it over, such as `safekit` or `keepalived`.");
    private static final Key<String> PROFILE =
            Key.of("profile", Shapes.WORD, "Profile of the pack that names its services, such as `mobotix-hub`.");

    public static final Key<List<Cluster>> CLUSTERS = Key.of(
            "clusters",
            Shapes.listOf(new Shape.Mapping<>(List.of(CLUSTER_NAME, PRODUCT, PROFILE), TopologyKeys::cluster)),
            "More about clusters. One that is not named here is found from the nodes and from what they say.");

    private static final Key<String> SOURCE_HOST = Key.of("host", Shapes.WORD, "Host name that it writes.");
    private static final Key<String> SOURCE_ADDRESS = Key.of("address", Shapes.WORD, "Address that it sends from.");
    private static final Key<String> SOURCE_NODE = Key.of("node", Shapes.WORD, "A node under `sites`.");
    private static final Key<Duration> SILENT_AFTER =
            new Key<>("silent-after", Shapes.SPAN, "5m", "Quiet for longer than this, it counts as silent.");

    public static final Key<List<ExpectedSource>> SOURCES = Key.of(
            "sources",
            Shapes.listOf(new Shape.Mapping<>(
                    List.of(SOURCE_HOST, SOURCE_ADDRESS, SOURCE_NODE, SILENT_AFTER), TopologyKeys::source)),
            "Sources that must speak; each has one of `host`, `address` and `node`. Silence becomes a signal. A fifth of the"
                    + " journal's room is kept for them and for all nodes, as far as their address or certificate tells who they are.");

    private static final Key<URI> SAFEKIT_URL =
            Key.of("url", Shapes.HTTP_URL, "Address of the node's SafeKit web service.");
    private static final Key<String> MODULE = Key.of("module", Shapes.WORD, "SafeKit module.");
    private static final Key<String> USER = Key.of("user", Shapes.WORD, "Account of the web service.");
    private static final SecretKeys PASSWORD = new SecretKeys("password", "Password of the account.");
    private static final Key<Path> AUTHORITY = SecretKeys.AUTHORITY_FILE;

    private record SafeKitTarget(
            URI url, String module, String user, Optional<Secret> password, Optional<Path> authority) {}

    private static final Shape<SafeKitTarget> SAFEKIT_SHAPE = new Shape.Mapping<>(
            List.of(SAFEKIT_URL, MODULE, USER, PASSWORD.file(), PASSWORD.variable(), AUTHORITY), TopologyKeys::safeKit);

    private static final Key<String> WATCH_NODE = Key.of("node", Shapes.WORD, "A node under `sites`.");
    private static final Key<SafeKitTarget> SAFEKIT =
            Key.of("safekit", SAFEKIT_SHAPE, "Ask SafeKit for the state of a module.");
    private static final Key<HostPort> TCP =
            Key.of("tcp", Shapes.HOST_AND_PORT, "A port that must accept connections.");
    private static final Key<URI> HTTP = Key.of("http", Shapes.HTTP_URL, "A page that must answer with 2xx.");
    private static final Key<Duration> EVERY =
            new Key<>("every", Shapes.SPAN, "5s", "From one question to the next, at least 1s.");
    private static final Duration MIN_EVERY = Duration.ofSeconds(1);

    public static final Key<List<Watch>> WATCH = Key.of(
            "watch",
            Shapes.listOf(new Shape.Mapping<>(List.of(WATCH_NODE, SAFEKIT, TCP, HTTP, EVERY), TopologyKeys::watch)),
            "Checks that ask nodes how they are; each has a `node` and one of `safekit`, `tcp` and `http`.");

    private TopologyKeys() {}

    private static Optional<Site.Node> node(Table table) {
        Optional<String> name = table.required(NODE_NAME);
        name.ifPresent(word -> table.reading().define("node", word, table.line(NODE_NAME)));
        table.value(HOSTS).forEach(host -> table.reading().define("host", host, table.line(HOSTS)));
        table.value(ADDRESSES).forEach(address -> table.reading().define("address", address, table.line(ADDRESSES)));
        String cluster = table.optional(NODE_CLUSTER).orElse("");
        return name.map(
                word -> new Site.Node(word, cluster, table.value(HOSTS), table.value(ADDRESSES), table.value(WITNESS)));
    }

    private static Optional<Cluster> cluster(Table table) {
        Optional<String> name = table.required(CLUSTER_NAME);
        name.ifPresent(word -> table.reading().define("cluster", word, table.line(CLUSTER_NAME)));
        return name.map(word -> new Cluster(
                word,
                table.optional(PRODUCT).orElse(""),
                table.optional(PROFILE).orElse("")));
    }

    private static Optional<ExpectedSource> source(Table table) {
        if (!exactlyOne(table, SOURCE_HOST, SOURCE_ADDRESS, SOURCE_NODE)) {
            return Optional.empty();
        }
        Duration silentAfter = table.value(SILENT_AFTER);
        table.optional(SOURCE_NODE).ifPresent(node -> table.reading().refer("node", node, table.line(SOURCE_NODE)));
        return table.optional(SOURCE_HOST)
                .map(name -> new ExpectedSource(By.HOST, name, silentAfter))
                .or(() -> table.optional(SOURCE_ADDRESS).map(name -> new ExpectedSource(By.ADDRESS, name, silentAfter)))
                .or(() -> table.optional(SOURCE_NODE).map(name -> new ExpectedSource(By.NODE, name, silentAfter)));
    }

    private static Optional<SafeKitTarget> safeKit(Table table) {
        Optional<URI> url = table.required(SAFEKIT_URL);
        Optional<String> module = table.required(MODULE);
        Optional<Secret> password = PASSWORD.read(table);
        if (url.isEmpty() || module.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SafeKitTarget(
                url.get(), module.get(), table.optional(USER).orElse(""), password, table.optional(AUTHORITY)));
    }

    private static Optional<Watch> watch(Table table) {
        Optional<String> node = table.required(WATCH_NODE);
        node.ifPresent(name -> table.reading().refer("node", name, table.line(WATCH_NODE)));
        Duration every = table.value(EVERY);
        if (every.compareTo(MIN_EVERY) < 0) {
            table.problem(EVERY, "'" + table.path() + ".every' must be at least 1s");
        }
        if (!exactlyOne(table, SAFEKIT, TCP, HTTP) || node.isEmpty()) {
            return Optional.empty();
        }
        String name = node.get();
        Optional<Watch> safeKit = table.optional(SAFEKIT)
                .map(target -> new Watch.SafeKit(
                        name,
                        target.url(),
                        target.module(),
                        target.user(),
                        target.password(),
                        target.authority(),
                        every));
        return safeKit.or(() ->
                        table.optional(TCP).map(target -> new Watch.Tcp(name, target.host(), target.port(), every)))
                .or(() -> table.optional(HTTP).map(url -> new Watch.Http(name, url, every)));
    }

    private static boolean exactlyOne(Table table, Key<?>... keys) {
        if (Stream.of(keys).filter(table::has).count() == 1) {
            return true;
        }
        table.problem("'" + table.path() + "' must have one of "
                + String.join(", ", Stream.of(keys).map(Key::name).toList()));
        return false;
    }
}
