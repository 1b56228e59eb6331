package io.failsight.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.receive.FakeBatchConsumer;
import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.link.Senders;
import io.failsight.collector.receive.link.TlsFixture;
import io.failsight.collector.receive.otlp.OtlpPeers;
import io.failsight.collector.receive.otlp.network.OtlpNetwork;
import io.failsight.collector.receive.otlp.network.OtlpServices;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.settings.Settings;
import io.failsight.settings.sender.Sender;
import io.failsight.settings.sender.SenderBook;
import io.failsight.settings.sender.SenderRegistry;
import io.grpc.ServerServiceDefinition;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NetworkDoorsTest {
    private @TempDir Path folder;
    private final FakeBatchConsumer consumer = new FakeBatchConsumer();
    private final ReceiverContext context = new ReceiverContext(consumer, new IntakeCounts(), InstantSource.system());

    private final Vertx vertx = Vertx.vertx();
    private final OtlpNetwork otlp = new OtlpNetwork(vertx, new OtlpServices() {
        @Override
        public void addRoutes(Router router, OtlpPeers peers) {}

        @Override
        public List<ServerServiceDefinition> services(OtlpPeers peers) {
            return List.of();
        }
    });

    @AfterEach
    void closeVertx() {
        var unused = vertx.close();
    }

    private List<Receiver> doors(boolean withCertificate) throws IOException {
        Map<String, String> keys = new HashMap<>();
        for (String door : List.of("syslog", "syslog-tls", "jsonlines", "lumberjack")) {
            keys.put("failsight." + door + ".port", "0");
        }
        keys.put("failsight.opensearch.linger", "PT0.2S"); // the default is in Quarkus' own form
        if (withCertificate) {
            keys.put("failsight.tls.certificate", folder.resolve("door.crt").toString());
            keys.put("failsight.tls.key", folder.resolve("door.key").toString());
            keys.put("failsight.tls.authority", folder.resolve("ca.crt").toString());
        }
        CollectorConfig config = new SmallRyeConfigBuilder()
                .withMapping(CollectorConfig.class)
                .withSources(new PropertiesConfigSource(keys, "test", 100))
                .build()
                .getConfigMapping(CollectorConfig.class);
        SenderRegistry registry =
                new SenderRegistry(folder.resolve("senders.yaml"), InstantSource.system(), problem -> {});
        return NetworkDoors.of(
                config, Settings.defaults().doors(), context, new Senders(registry, InstantSource.system()), otlp);
    }

    @Test
    void listensOnLoopbackBesideAnAddressOfTheNetwork() {
        assertEquals(List.of("127.0.0.1"), NetworkDoors.addresses("127.0.0.1"));
        assertEquals(List.of("127.0.0.1"), NetworkDoors.addresses("localhost"));
        assertEquals(List.of("0.0.0.0"), NetworkDoors.addresses("0.0.0.0"));
        assertEquals(List.of("::"), NetworkDoors.addresses("::"));
        assertEquals(List.of("192.0.2.5", "127.0.0.1"), NetworkDoors.addresses("192.0.2.5"));
        assertEquals(List.of("failsight.site.example", "127.0.0.1"), NetworkDoors.addresses("failsight.site.example"));
    }

    @Test
    void hasNoTlsDoorWithoutACertificate() throws Exception {
        assertEquals(
                List.of("syslog", "syslog", "jsonlines", "lumberjack"),
                doors(false).stream().map(Receiver::id).toList());
    }

    @Test
    void speaksTlsWhereItHasACertificateAndKnowsSendersByTheirs() throws Exception {
        TlsFixture tls = new TlsFixture(folder);
        for (Receiver door : doors(true)) {
            if (List.of("syslog-tls", "jsonlines").contains(door.id())) {
                try (door) {
                    door.start();
                    try (SSLSocket socket = tls.connect(door.port(), "client")) {
                        socket.getOutputStream().write("{\"message\":\"m\"}\n".getBytes(StandardCharsets.US_ASCII));
                    }
                    consumer.await(door.id().equals("syslog-tls") ? 1 : 2);
                }
            }
        }
        assertEquals(
                List.of("syslog-tls/CN=vms-a", "jsonlines/CN=vms-a"),
                consumer.headers().stream().map(BatchHeader::source).toList());
    }

    @Test
    void opensOtlpBesideWhatQuarkusHasOnLoopback() {
        assertEquals(List.of(), NetworkDoors.otlpAddresses("127.0.0.1"));
        assertEquals(List.of("192.0.2.5"), NetworkDoors.otlpAddresses("192.0.2.5"));
        assertEquals(List.of("0.0.0.0"), NetworkDoors.otlpAddresses("0.0.0.0"));
    }

    @Test
    void placesASenderWhereItIsBoundOrWhereANodeOfItsNameStandsAndNeverByItsAddress() throws Exception {
        SenderBook book = new SenderBook(folder.resolve("senders.yaml"), InstantSource.system(), new SecureRandom());
        book.add("bound", new Sender.Place("", "", "vms-a"), List.of());
        book.add("far", new Sender.Place("west", "other", ""), List.of());
        book.add("vms-a", Sender.Place.NOWHERE, List.of());
        book.add("relay", Sender.Place.NOWHERE, List.of());
        Topology topology = new Topology()
                .add(Topology.Place.of("north", "vms", "vms-a"), List.of(), List.of("vms-a"))
                .add(Topology.Place.of("south", "vms", "vms-b"), List.of("192.0.2.2"), List.of("vms-b"))
                .with(new SenderRegistry(folder.resolve("senders.yaml"), InstantSource.system(), problem -> {}));
        assertEquals("north/vms/vms-a", words(topology.placeOf(header("lumberjack/sender:bound"))));
        assertEquals("west/other/", words(topology.placeOf(header("lumberjack/sender:far"))));
        assertEquals("north/vms/vms-a", words(topology.placeOf(header("lumberjack/sender:vms-a"))));
        assertEquals("north/vms/vms-a", words(topology.placeOf(header("lumberjack/sender:vms-a/geo/1"))));
        assertEquals("//", words(topology.placeOf(header("lumberjack/sender:relay"))), "192.0.2.2 is not asked");
        assertEquals("south/vms/vms-b", words(topology.placeOf(header("lumberjack/192.0.2.2/sender:vms-a"))));
        assertEquals("south/vms/vms-b", words(topology.placeOf(header("lumberjack/x/CN=vms-a"))));
    }

    private static String words(Topology.Place place) {
        return String.join(
                "/",
                new String(place.site(), StandardCharsets.UTF_8),
                new String(place.cluster(), StandardCharsets.UTF_8),
                new String(place.node(), StandardCharsets.UTF_8));
    }

    @Test
    void placesAnEntryByTheCertificateAndNotByTheAddressOrTheClaimedHost() {
        Topology topology = new Topology()
                .add(Topology.Place.of("north", "vms", "vms-a"), List.of(), List.of("vms-a"))
                .add(Topology.Place.of("south", "vms", "vms-b"), List.of("192.0.2.2"), List.of("vms-b"));
        EntryFinisher finisher = new EntryFinisher(topology, "collector-1", "host");
        Entry entry = new Entry();
        entry.text(EntryField.HOST, "vms-b".getBytes(StandardCharsets.US_ASCII));
        finisher.begin(header("lumberjack/CN=vms-a"));
        finisher.beforePacks(entry);
        finisher.afterPacks(entry, 1, 2);
        assertEquals("vms-a", text(entry, EntryField.NODE));
        assertEquals("north", text(entry, EntryField.SITE));
        entry.clear();
        finisher.begin(header("lumberjack/CN=stranger"));
        finisher.beforePacks(entry);
        finisher.afterPacks(entry, 1, 2);
        assertEquals("vms-b", text(entry, EntryField.NODE), "a name that nobody knows leaves the address");
    }

    private static BatchHeader header(String source) {
        return new BatchHeader(
                Content.JSON, Framing.LENGTH_PREFIXED, "lumberjack", source, "192.0.2.2", 1_000_000_000L, 1, "");
    }

    private static String text(Entry entry, EntryField field) {
        return new String(entry.array(field), entry.offset(field), entry.length(field), StandardCharsets.UTF_8);
    }
}
