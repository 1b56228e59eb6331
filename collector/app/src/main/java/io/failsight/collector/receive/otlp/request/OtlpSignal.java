package io.failsight.collector.receive.otlp.request;

import io.failsight.collector.intake.Content;

/** The signals that are taken, and where they differ on the wire. Source: opentelemetry-proto 1.11. Immutable and thread-safe. */
public enum OtlpSignal {
    LOGS(Content.OTLP_LOGS, MessageShape.LOG_RECORD, "log record", 9, 10, 0, false),
    TRACES(Content.OTLP_TRACES, MessageShape.SPAN, "span", 1, 2, 4, true);

    private final Content content;
    private final MessageShape record;
    private final String word;
    private final int traceIdField;
    private final int spanIdField;
    private final int parentIdField;
    private final boolean idsRequired;

    OtlpSignal(
            Content content,
            MessageShape record,
            String word,
            int traceIdField,
            int spanIdField,
            int parentIdField,
            boolean idsRequired) {
        this.content = content;
        this.record = record;
        this.word = word;
        this.traceIdField = traceIdField;
        this.spanIdField = spanIdField;
        this.parentIdField = parentIdField;
        this.idsRequired = idsRequired;
    }

    /** What a batch of this signal holds. */
    public Content content() {
        return content;
    }

    MessageShape record() {
        return record;
    }

    /** One record, for people. */
    String word() {
        return word;
    }

    /** Bytes that an id in this field of the record must have; 0 when the field is no id. */
    int idBytes(int fieldNumber) {
        if (fieldNumber == traceIdField) {
            return TRACE_ID_BYTES;
        }
        return fieldNumber == spanIdField || fieldNumber == parentIdField ? SPAN_ID_BYTES : 0;
    }

    String idName(int fieldNumber) {
        return fieldNumber == traceIdField ? "trace_id" : fieldNumber == spanIdField ? "span_id" : "parent_span_id";
    }

    /** Whether a record without trace id and span id is of no use. */
    boolean idsRequired() {
        return idsRequired;
    }

    boolean isRequiredId(int fieldNumber) {
        return fieldNumber == traceIdField || fieldNumber == spanIdField;
    }

    static final int TRACE_ID_BYTES = 16;
    static final int SPAN_ID_BYTES = 8;
}
