package io.failsight.it;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Exports numbered log records one request at a time and sends a request again until it is answered, as the protocol asks of clients. Remembers
 * what was acknowledged and what it had to send again.
 */
final class OtlpClient implements AutoCloseable {
    private static final int RECORDS_PER_REQUEST = 20;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final URI address;
    private final Set<Integer> acknowledged = new HashSet<>();
    private final Set<Integer> repeated = new HashSet<>();
    private final Thread thread = Thread.ofPlatform().name("otlp-client").unstarted(this::run);
    private volatile boolean stopping;
    private volatile boolean failed;

    OtlpClient(int port) {
        address = URI.create("http://127.0.0.1:" + port + "/v1/logs");
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            for (int from = 0; !stopping; from += RECORDS_PER_REQUEST) {
                byte[] request = request(from);
                boolean first = true;
                while (!send(request)) {
                    if (first) {
                        note(repeated, from);
                    }
                    first = false;
                    Thread.sleep(50);
                }
                note(acknowledged, from);
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            failed = true;
        }
    }

    private synchronized void note(Set<Integer> set, int from) {
        for (int i = from; i < from + RECORDS_PER_REQUEST; i++) {
            set.add(i);
        }
    }

    private boolean send(byte[] request) throws InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-protobuf")
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                .build();
        try {
            HttpResponse<byte[]> response = client.send(post, HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() == 200
                    && ExportLogsServiceResponse.parseFrom(response.body())
                                    .getPartialSuccess()
                                    .getRejectedLogRecords()
                            == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] request(int from) {
        ScopeLogs.Builder scope = ScopeLogs.newBuilder();
        for (int i = from; i < from + RECORDS_PER_REQUEST; i++) {
            scope.addLogRecords(LogRecord.newBuilder()
                    .setTimeUnixNano(System.currentTimeMillis() * 1_000_000L)
                    .setBody(AnyValue.newBuilder().setStringValue("obligation of otlp number " + i)));
        }
        Resource resource = Resource.newBuilder()
                .addAttributes(KeyValue.newBuilder()
                        .setKey("service.name")
                        .setValue(AnyValue.newBuilder().setStringValue("oracle")))
                .build();
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder().setResource(resource).addScopeLogs(scope))
                .build()
                .toByteArray();
    }

    /** Stops after the request under way was answered; gives the numbers of all acknowledged records. */
    Set<Integer> stop() throws InterruptedException {
        stopping = true;
        thread.join(60_000);
        if (thread.isAlive() || failed) {
            throw new AssertionError("the last request was not answered within a minute");
        }
        return acknowledged;
    }

    /** Numbers of records whose request was sent more than once. */
    synchronized Set<Integer> repeated() {
        return repeated;
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        client.close();
    }
}
