package io.failsight.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.logstash.logback.appender.LogstashTcpSocketAppender;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders that others wrote, through the real doors, found in the real index. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RealSendersIT {
    private static @TempDir Path folder;
    private Stack stack;
    private Path followed;

    @BeforeAll
    void start() throws IOException {
        followed = Files.createDirectories(folder.resolve("followed"));
        stack = new Stack(
                folder.resolve("stack"),
                List.of(
                        "-Dfailsight.local-logs.files=" + followed + "/*.log",
                        "-Dfailsight.local-logs.journald=false"));
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    private JsonNode one(String query) throws IOException, InterruptedException {
        return stack.index().await(query, 1).getFirst();
    }

    private static void assertHolds(JsonNode entry, String attribute) {
        JsonNode attributes = entry.path("attr");
        boolean found = attributes.isArray()
                ? attributes.valueStream().anyMatch(value -> value.asText().equals(attribute))
                : attributes.asText().equals(attribute);
        assertTrue(found, () -> attribute + " is not in " + entry);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc", "http", "http-gzip"})
    void openTelemetryJavaSdkSendsLogsAndSpans(String transport) throws Exception {
        String service = "java-sdk-" + transport;
        Resource resource = Resource.create(Attributes.of(
                AttributeKey.stringKey("service.name"), service, AttributeKey.stringKey("host.name"), "vms-a"));
        String traceId;
        try (SdkTracerProvider tracers = SdkTracerProvider.builder()
                        .setResource(resource)
                        .addSpanProcessor(
                                BatchSpanProcessor.builder(spans(transport)).build())
                        .build();
                SdkLoggerProvider loggers = SdkLoggerProvider.builder()
                        .setResource(resource)
                        .addLogRecordProcessor(
                                BatchLogRecordProcessor.builder(logs(transport)).build())
                        .build()) {
            Span span = tracers.get("it")
                    .spanBuilder("store frame")
                    .setSpanKind(SpanKind.SERVER)
                    .startSpan();
            traceId = span.getSpanContext().getTraceId();
            Exception failure = new IllegalStateException("no room on volume 7");
            try (Scope scope = span.makeCurrent()) {
                loggers.get("it.store")
                        .logRecordBuilder()
                        .setSeverity(Severity.ERROR)
                        .setSeverityText("ERROR")
                        .setBody("volume 7 is full")
                        .setAttribute(AttributeKey.stringKey("camera.id"), "cam-17")
                        .setAttribute(
                                AttributeKey.stringKey("exception.type"),
                                failure.getClass().getName())
                        .setAttribute(AttributeKey.stringKey("exception.message"), failure.getMessage())
                        .setAttribute(AttributeKey.stringKey("exception.stacktrace"), stackTrace(failure))
                        .emit();
            }
            span.setStatus(StatusCode.ERROR, "no room");
            span.end();
        }
        JsonNode log = one("service:" + service + " AND kind:log");
        assertEquals("volume 7 is full", log.path("body").asText());
        assertEquals(17, log.path("severity").asInt());
        assertEquals(traceId, log.path("trace_id").asText());
        assertEquals("vms-a", log.path("host").asText());
        assertEquals("it.store", log.path("logger").asText());
        assertEquals("java.lang.IllegalStateException", log.path("error_type").asText());
        assertTrue(log.path("stack_trace").asText().contains("openTelemetryJavaSdkSendsLogsAndSpans"));
        assertHolds(log, "camera.id=cam-17");
        JsonNode span = one("service:" + service + " AND kind:span");
        assertEquals("store frame", span.path("span_name").asText());
        assertEquals("server", span.path("span_kind").asText());
        assertEquals("error", span.path("span_status").asText());
        assertEquals(traceId, span.path("trace_id").asText());
        assertTrue(span.path("duration_nanos").asLong() > 0);
    }

    private static String stackTrace(Exception failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private LogRecordExporter logs(String transport) {
        return switch (transport) {
            case "grpc" ->
                OtlpGrpcLogRecordExporter.builder()
                        .setEndpoint("http://127.0.0.1:" + stack.collector().port("otlp-grpc"))
                        .build();
            case "http" ->
                OtlpHttpLogRecordExporter.builder()
                        .setEndpoint(http("/v1/logs"))
                        .build();
            default ->
                OtlpHttpLogRecordExporter.builder()
                        .setEndpoint(http("/v1/logs"))
                        .setCompression("gzip")
                        .build();
        };
    }

    private SpanExporter spans(String transport) {
        return switch (transport) {
            case "grpc" ->
                OtlpGrpcSpanExporter.builder()
                        .setEndpoint("http://127.0.0.1:" + stack.collector().port("otlp-grpc"))
                        .build();
            case "http" ->
                OtlpHttpSpanExporter.builder().setEndpoint(http("/v1/traces")).build();
            default ->
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(http("/v1/traces"))
                        .setCompression("gzip")
                        .build();
        };
    }

    private String http(String path) {
        return "http://127.0.0.1:" + stack.collector().port("otlp-http") + path;
    }

    @Test
    void openTelemetryNodeSdkSendsLogsAndSpansAsJsonAndProtobuf() throws Exception {
        Path project = Home.path().resolve("it/src/test/node");
        Path work = Home.path().resolve("it/target/node");
        Files.createDirectories(work);
        for (String file : List.of("package.json", "package-lock.json", "send.mjs")) {
            Files.copy(project.resolve(file), work.resolve(file), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.isDirectory(work.resolve("node_modules"))) {
            run(work, 300, "npm", "ci", "--no-audit", "--no-fund");
        }
        for (String encoding : List.of("json", "proto")) {
            run(
                    work,
                    60,
                    "node",
                    "send.mjs",
                    encoding,
                    String.valueOf(stack.collector().port("otlp-http")));
            JsonNode log = one("service:node-sdk-" + encoding + " AND kind:log");
            assertEquals("lens cleaned", log.path("body").asText());
            assertEquals(9, log.path("severity").asInt());
            assertHolds(log, "camera.id=cam-18");
            JsonNode span = one("service:node-sdk-" + encoding + " AND kind:span");
            assertEquals("clean lens", span.path("span_name").asText());
            assertEquals(log.path("trace_id").asText(), span.path("trace_id").asText());
            assertEquals(32, span.path("trace_id").asText().length());
        }
    }

    @Test
    void logbackWithLogstashEncoderSendsOverTcp() throws Exception {
        LoggerContext context = new LoggerContext();
        LogbackMDCAdapter mdc = new LogbackMDCAdapter();
        context.setMDCAdapter(mdc);
        LogstashTcpSocketAppender appender = new LogstashTcpSocketAppender();
        appender.setContext(context);
        appender.addDestination("127.0.0.1:" + stack.collector().port("json-lines"));
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.setContext(context);
        appender.setEncoder(encoder);
        encoder.start();
        appender.start();
        var logger = context.getLogger("com.backbone.alarm.Dispatcher");
        logger.addAppender((ch.qos.logback.core.Appender<ILoggingEvent>) appender);
        mdc.setContextMap(java.util.Map.of("alarm", "4711", "trace_id", "0af7651916cd43dd8448eb211c80319c"));
        logger.warn("alarm could not be delivered", new IOException("connection reset"));
        JsonNode entry = one("receiver:jsonlines AND logger:com.backbone.alarm.Dispatcher");
        context.stop();
        assertEquals("alarm could not be delivered", entry.path("body").asText());
        assertEquals(13, entry.path("severity").asInt());
        assertEquals("parsed", entry.path("time_source").asText());
        assertEquals("0af7651916cd43dd8448eb211c80319c", entry.path("trace_id").asText());
        assertTrue(entry.path("stack_trace").asText().startsWith("java.io.IOException: connection reset"));
        assertHolds(entry, "alarm=4711");
    }

    @Test
    void rsyslogForwardsOverTcpWithBothFramingsAndOverUdp() throws Exception {
        int input = FreePorts.next();
        int port = stack.collector().port("syslog");
        Path config = folder.resolve("rsyslog.conf");
        Files.writeString(config, """
                global(workDirectory="%s")
                module(load="imtcp")
                input(type="imtcp" address="127.0.0.1" port="%d")
                action(type="omfwd" target="127.0.0.1" port="%d" protocol="tcp" TCP_Framing="octet-counted"
                  template="RSYSLOG_SyslogProtocol23Format")
                action(type="omfwd" target="127.0.0.1" port="%d" protocol="tcp" template="RSYSLOG_ForwardFormat")
                action(type="omfwd" target="127.0.0.1" port="%d" protocol="udp" template="RSYSLOG_TraditionalForwardFormat")
                """.formatted(folder, input, port, port, port));
        Process rsyslog = new ProcessBuilder(
                        "/usr/sbin/rsyslogd",
                        "-n",
                        "-f",
                        config.toString(),
                        "-i",
                        folder.resolve("rsyslog.pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("rsyslog.out").toFile())
                .start();
        try {
            String message = "rsyslog carried this";
            for (int i = 0; i < 100 && !logged(input, message); i++) {
                Thread.sleep(100);
            }
            List<JsonNode> three = stack.index().await("body:\"" + message + "\"", 3);
            assertTrue(
                    three.stream()
                            .allMatch(entry -> entry.path("program").asText().equals("it-test")),
                    three::toString);
            assertTrue(three.stream().allMatch(entry -> entry.path("severity").asInt() == 13), three::toString);
            assertTrue(
                    three.stream()
                            .allMatch(entry -> entry.path("facility").asText().equals("local3")),
                    three::toString);
            assertEquals(
                    2,
                    three.stream()
                            .filter(entry -> entry.path("time_source").asText().equals("parsed"))
                            .count(),
                    three::toString);
        } finally {
            rsyslog.destroy();
            rsyslog.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static boolean logged(int port, String message) throws IOException, InterruptedException {
        Process logger = new ProcessBuilder(
                        "logger",
                        "--tcp",
                        "--rfc3164",
                        "--server",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        "-t",
                        "it-test",
                        "-p",
                        "local3.warning",
                        message)
                .start();
        return logger.waitFor() == 0;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--udp", "--tcp"})
    void loggerSendsRfc5424AndRfc3164(String transport) throws Exception {
        String port = String.valueOf(stack.collector().port("syslog"));
        for (String format : List.of("--rfc5424", "--rfc3164")) {
            String message = "logger " + transport.substring(2) + " " + format.substring(2);
            run(
                    folder,
                    20,
                    "logger",
                    transport,
                    "--server",
                    "127.0.0.1",
                    "--port",
                    port,
                    format,
                    "-t",
                    "door",
                    "-p",
                    "auth.err",
                    message);
            JsonNode entry = one("body:\"" + message + "\"");
            assertEquals("door", entry.path("program").asText());
            assertEquals(17, entry.path("severity").asInt());
            assertEquals("syslog/127.0.0.1", entry.path("source").asText());
        }
    }

    @Test
    void fileThatAProcessWritesAndRotatesIsReadOnceAndInOrder() throws Exception {
        Process writer =
                new ProcessBuilder("sh", "-c", """
                        i=0
                        while [ $i -lt 3000 ]; do
                          echo "rotating line number $i of the followed file" >> app.log
                          i=$((i+1))
                          if [ $((i % 1000)) -eq 0 ] && [ $i -lt 3000 ]; then mv app.log app.log.$i; fi
                          if [ $((i % 200)) -eq 0 ]; then sleep 0.4; fi
                        done""").directory(followed.toFile()).start();
        assertEquals(0, writer.waitFor());
        List<JsonNode> entries = stack.index().await("file:\"" + followed.resolve("app.log") + "\"", 3_000);
        for (int i = 0; i < 3_000; i++) {
            assertEquals(
                    "rotating line number " + (2_999 - i) + " of the followed file",
                    entries.get(i).path("body").asText());
        }
    }

    @Test
    void whatCameInIsWhatWentOut() throws Exception {
        run(
                folder,
                20,
                "logger",
                "--tcp",
                "--server",
                "127.0.0.1",
                "--port",
                String.valueOf(stack.collector().port("syslog")),
                "the sums must agree");
        stack.index().await("body:\"the sums must agree\"", 1);
        CollectorProcess collector = stack.collector();
        for (int i = 0; i < 100 && collector.metric("failsight_journal_pending") > 0; i++) {
            Thread.sleep(100);
        }
        assertEquals(0, collector.metric("failsight_journal_pending"));
        double received = collector.metric("failsight_received_total");
        double journaled = collector.metric("failsight_journaled_total");
        assertTrue(received > 0);
        assertEquals(received, journaled + collector.metric("failsight_refused_total"));
        assertEquals(
                journaled,
                collector.metric("failsight_sink_delivered_total")
                        + collector.metric("failsight_sink_already_there_total")
                        + collector.metric("failsight_sink_evicted_total")
                        + collector.metric("failsight_sink_dead_lettered_total"));
        assertEquals(0, collector.metric("failsight_entries_miscounted_total"));
    }

    private static void run(Path directory, int seconds, String... command) throws IOException, InterruptedException {
        Path out = directory.resolve(Path.of(command[0]).getFileName() + ".out");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " took longer than " + seconds + " s");
        }
        assertEquals(0, process.exitValue(), () -> {
            try {
                return String.join(" ", command) + ": " + Files.readString(out);
            } catch (IOException e) {
                return String.join(" ", command);
            }
        });
    }
}
