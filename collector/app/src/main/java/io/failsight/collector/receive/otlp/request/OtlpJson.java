package io.failsight.collector.receive.otlp.request;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.failsight.model.VisibleText;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * OTLP/JSON to OTLP protobuf. OTLP writes trace and span ids in hex where protobuf's JSON mapping has base64: they are converted on
 * the way through; user data never stands in a member's name, so the names tell them. Unknown members are ignored. Source: OTLP specification, "JSON
 * Protobuf Encoding". Stateless, thread-safe.
 */
public final class OtlpJson {
    private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();

    /** Characters of a reason that the sender is told. */
    private static final int MAX_WORDS = 300;

    private OtlpJson() {}

    /** @throws MalformedJson when it is no JSON, or no request of that signal; says what and where */
    public static byte[] toProtobuf(OtlpSignal signal, byte[] json, int length) throws MalformedJson {
        String mended = withBase64Ids(json, length);
        Message.Builder request = switch (signal) {
            case LOGS -> ExportLogsServiceRequest.newBuilder();
            case TRACES -> ExportTraceServiceRequest.newBuilder();
        };
        try {
            PARSER.merge(mended, request);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedJson(e.getMessage());
        }
        return request.build().toByteArray();
    }

    private static String withBase64Ids(byte[] json, int length) throws MalformedJson {
        StringWriter text = new StringWriter(length + 256);
        try (Reader in = new InputStreamReader(new ByteArrayInputStream(json, 0, length), StandardCharsets.UTF_8);
                JsonReader reader = new JsonReader(in);
                JsonWriter writer = new JsonWriter(text)) {
            if (reader.peek() != JsonToken.BEGIN_OBJECT) {
                throw new MalformedJson("it must be one JSON object");
            }
            copy(reader, writer);
        } catch (IOException | IllegalStateException e) {
            throw new MalformedJson(e.getMessage());
        }
        return text.toString();
    }

    private static void copy(JsonReader reader, JsonWriter writer) throws IOException, MalformedJson {
        boolean id = false;
        for (JsonToken token = reader.peek(); token != JsonToken.END_DOCUMENT; token = reader.peek()) {
            boolean wasId = id;
            id = false;
            switch (token) {
                case BEGIN_OBJECT -> {
                    reader.beginObject();
                    writer.beginObject();
                }
                case END_OBJECT -> {
                    reader.endObject();
                    writer.endObject();
                }
                case BEGIN_ARRAY -> {
                    reader.beginArray();
                    writer.beginArray();
                }
                case END_ARRAY -> {
                    reader.endArray();
                    writer.endArray();
                }
                case NAME -> {
                    String name = reader.nextName();
                    writer.name(name);
                    id = isId(name);
                }
                case STRING -> {
                    String where = wasId ? reader.getPath() : "";
                    String value = reader.nextString();
                    writer.value(wasId ? base64(value, where) : value);
                }
                case NUMBER -> writer.jsonValue(reader.nextString());
                case BOOLEAN -> writer.value(reader.nextBoolean());
                case NULL -> {
                    reader.nextNull();
                    writer.nullValue();
                }
                case END_DOCUMENT -> throw new IllegalStateException("the loop ends before");
            }
        }
    }

    private static boolean isId(String name) {
        return switch (name) {
            case "traceId", "spanId", "parentSpanId", "trace_id", "span_id", "parent_span_id" -> true;
            default -> false;
        };
    }

    private static String base64(String hex, String where) throws MalformedJson {
        try {
            return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException e) {
            throw new MalformedJson("the id at " + where + " is not hex digits in pairs");
        }
    }

    /** The text is no export request. */
    public static final class MalformedJson extends Exception {
        private static final long serialVersionUID = 1L;

        /** An error repeats names and values of the request: as much of them as helps. */
        MalformedJson(@Nullable String what) {
            super("the request is not valid OTLP/JSON: " + cut(String.valueOf(what)), null, false, false);
        }

        private static String cut(String text) {
            String line = VisibleText.oneLine(text.substring(0, Math.min(text.length(), MAX_WORDS)));
            return line.length() < MAX_WORDS ? line : line.substring(0, MAX_WORDS) + "...";
        }
    }
}
