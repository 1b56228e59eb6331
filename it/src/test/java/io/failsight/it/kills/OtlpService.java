package io.failsight.it.kills;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
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
import java.util.Base64;
import java.util.Random;

/** A service that exports numbered records over OTLP/HTTP as fast as it is answered: one source of the journal. One thread. */
final class OtlpService implements AutoCloseable {
    private static final int RECORDS = 1_000;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final String name;
    private final int padding;
    private final Random random = new Random(7);
    private int next;

    /** @param padding bytes that make each record longer and cannot be compressed */
    OtlpService(int port, String name, int padding) {
        this.address = URI.create("http://127.0.0.1:" + port + "/v1/logs");
        this.name = name;
        this.padding = padding;
    }

    /** Number of records that were acknowledged. */
    int acknowledged() {
        return next;
    }

    /** Sends the next request once; gives the status: what is not 200 was not taken. */
    HttpResponse<String> send() throws IOException, InterruptedException {
        ScopeLogs.Builder scope = ScopeLogs.newBuilder();
        long now = System.currentTimeMillis() * 1_000_000L;
        for (int i = next; i < next + RECORDS; i++) {
            scope.addLogRecords(LogRecord.newBuilder()
                    .setTimeUnixNano(now)
                    .setBody(AnyValue.newBuilder().setStringValue(name + " number " + i + filling())));
        }
        byte[] body = ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(KeyValue.newBuilder()
                                        .setKey("service.name")
                                        .setValue(AnyValue.newBuilder().setStringValue(name))))
                        .addScopeLogs(scope))
                .build()
                .toByteArray();
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/x-protobuf")
                        .timeout(Duration.ofSeconds(60))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
            next += RECORDS;
        }
        return answer;
    }

    private String filling() {
        byte[] bytes = new byte[padding];
        random.nextBytes(bytes);
        return padding == 0 ? "" : " " + Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public void close() {
        client.close();
    }
}
