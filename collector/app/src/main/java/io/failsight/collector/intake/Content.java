package io.failsight.collector.intake;

/** What the records of a batch are, which decides the decoder after the journal. The codes are written to disk and never change. */
public enum Content {
    /** Syslog messages without transport framing: RFC 5424, RFC 3164 and what senders make of them. */
    SYSLOG(1),
    /** JSON objects, one a record. */
    JSON(2),
    /** Lines of a file, UTF-8; several lines of one event are one record with LF between them. */
    TEXT(3),
    /** journald entries in journalctl's JSON output, one a record. */
    JOURNALD(4),
    /** One OTLP ExportLogsServiceRequest, protobuf. */
    OTLP_LOGS(5),
    /** One OTLP ExportTraceServiceRequest, protobuf. */
    OTLP_TRACES(6);

    private final int code;

    Content(int code) {
        this.code = code;
    }

    /** Number on disk. */
    public int code() {
        return code;
    }

    /** @throws IllegalArgumentException when no content has that code */
    public static Content ofCode(int code) {
        for (Content content : values()) {
            if (content.code == code) {
                return content;
            }
        }
        throw new IllegalArgumentException("no content has code " + code);
    }
}
