package io.failsight.collector.receive.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two encodings of OTLP/HTTP; an answer has that of its request. Source: OTLP specification, "OTLP/HTTP Response". Thread-safe. */
enum OtlpEncoding {
    PROTOBUF("application/x-protobuf"),
    JSON("application/json");

    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().omittingInsignificantWhitespace();

    private final String mediaType;

    OtlpEncoding(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** The encoding that a Content-Type header names, null when it is another or none; parameters are ignored. */
    static @Nullable OtlpEncoding ofContentType(@Nullable String header) {
        if (header == null) {
            return null;
        }
        int end = header.indexOf(';');
        String type = (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/x-protobuf", "application/protobuf" -> PROTOBUF;
            case "application/json" -> JSON;
            default -> null;
        };
    }

    byte[] encode(Message message) {
        return switch (this) {
            case PROTOBUF -> message.toByteArray();
            case JSON -> {
                try {
                    yield PRINTER.print(message).getBytes(StandardCharsets.UTF_8);
                } catch (InvalidProtocolBufferException e) {
                    throw new IllegalStateException("an answer of our own cannot be printed", e);
                }
            }
        };
    }
}
