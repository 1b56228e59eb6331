package io.failsight.it.kills;

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

/** Exports log records over OTLP/HTTP, one request at a time; a 200 without rejected records is the acknowledgement. */
final class OtlpClient extends Obligations {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final URI address;

    OtlpClient(int port) {
        super("otlp-client");
        address = URI.create("http://127.0.0.1:" + port + "/v1/logs");
    }

    @Override
    boolean send(int from) throws IOException, InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-protobuf")
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofByteArray(request(from)))
                .build();
        HttpResponse<byte[]> response = client.send(post, HttpResponse.BodyHandlers.ofByteArray());
        return response.statusCode() == 200
                && ExportLogsServiceResponse.parseFrom(response.body())
                                .getPartialSuccess()
                                .getRejectedLogRecords()
                        == 0;
    }

    private static byte[] request(int from) {
        ScopeLogs.Builder scope = ScopeLogs.newBuilder();
        for (int i = from; i < from + RECORDS; i++) {
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

    @Override
    public void close() {
        super.close();
        client.close();
    }
}
