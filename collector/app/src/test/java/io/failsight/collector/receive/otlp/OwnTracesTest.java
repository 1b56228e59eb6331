package io.failsight.collector.receive.otlp;

import static io.failsight.collector.receive.otlp.OtlpSamples.log;
import static io.failsight.collector.receive.otlp.OtlpSamples.logs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Traces of its own, which are off unless asked for. */
@QuarkusTest
@TestProfile(OwnTracesTest.Profile.class)
class OwnTracesTest {
    private static final String SECRET = "what-senders-send-stays-out-of-spans";

    /** The OTLP door as its other tests have it, with traces on. */
    public static final class Profile implements QuarkusTestProfile {
        private final OtlpTestProfile door = new OtlpTestProfile();

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return door.getEnabledAlternatives();
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return door.getConfigOverrides();
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(TraceSink.class));
        }
    }

    @BeforeEach
    void reset() {
        ScriptedConsumer.SHARED.reset();
        TraceSink.REQUESTS.clear();
    }

    /** What was exported until a span of that name came. */
    private static String exportedUpTo(String name) throws InterruptedException {
        StringBuilder sent = new StringBuilder();
        while (sent.indexOf(name) < 0) {
            String request = TraceSink.REQUESTS.poll(30, TimeUnit.SECONDS);
            assertNotNull(request, "no span " + name + " came; before: " + sent);
            sent.append(request);
        }
        return sent.toString();
    }

    private static void isOurs(String sent) {
        assertTrue(sent.contains("failsight-collector"), "the service names itself");
        assertTrue(!sent.contains(SECRET), "a span holds nothing of an entry");
        assertEquals(1, ScriptedConsumer.SHARED.taken.size(), "the request did what it does without traces");
    }

    @Test
    void sendsASpanOfEachHttpRequestWhenSwitchedOn() throws Exception {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/logs"))
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(logs(log(SECRET)).toByteArray()))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertEquals(
                    200,
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray())
                            .statusCode());
        }
        isOurs(exportedUpTo("/v1/logs"));
    }

    @Test
    void sendsASpanOfEachGrpcCallWhenSwitchedOn() throws Exception {
        int port = ConfigProvider.getConfig().getValue("quarkus.grpc.server.test-port", Integer.class);
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        try {
            LogsServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(30, TimeUnit.SECONDS)
                    .export(logs(log(SECRET)));
        } finally {
            channel.shutdownNow();
            assertTrue(channel.awaitTermination(10, TimeUnit.SECONDS));
        }
        isOurs(exportedUpTo("opentelemetry.proto.collector.logs.v1.LogsService/Export"));
    }
}
