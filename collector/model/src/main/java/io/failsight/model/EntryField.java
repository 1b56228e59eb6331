package io.failsight.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every typed field of an entry, defined once: from here come the index mapping, what packs may set, what a query may name and what
 * the page offers. Meanings follow OpenTelemetry's log data model, with what a failover cluster adds.
 *
 * <p>Anything else a sender says goes to {@link #ATTR} as {@code key=value}. At most 64 fields: {@link Entry} keeps its set
 * fields in one {@code long}. Immutable and thread-safe.
 */
public enum EntryField implements IndexedField {
    // When
    TIME("time", Type.TIME, "when it happened, by the sender's clock"),
    TIME_SOURCE("time_source", Type.KEYWORD, "how the time was known: parsed, zone-assumed, receipt"),
    OBSERVED("observed", Type.MILLIS, "when the collector received it"),
    // What
    SEVERITY("severity", Type.BYTE, "OpenTelemetry severity number, 1 (trace) to 24 (fatal), 0 unknown"),
    SEVERITY_TEXT("severity_text", Type.KEYWORD, "severity in the sender's own word"),
    BODY("body", Type.TEXT, "the message"),
    RAW("raw", Type.STORED, "the line as it came, where parsing did not use all of it"),
    KIND("kind", Type.KEYWORD, "log, span"),
    // Where it came from
    SITE("site", Type.KEYWORD, "site of the sender"),
    CLUSTER("cluster", Type.KEYWORD, "group of nodes that fail over together"),
    NODE("node", Type.KEYWORD, "node, by the appliance's own knowledge of the peer"),
    HOST("host", Type.KEYWORD, "host name that the sender claims"),
    PEER("peer", Type.KEYWORD, "address the entry came from"),
    LAYER(
            "layer",
            Type.KEYWORD,
            "hardware, os, network, kubernetes, database, middleware, backbone, recording, application"),
    COMPONENT("component", Type.KEYWORD, "the part of the system that speaks"),
    PRODUCT("product", Type.KEYWORD, "the product that the component belongs to"),
    SERVICE("service", Type.KEYWORD, "OpenTelemetry service.name"),
    SERVICE_VERSION("service_version", Type.KEYWORD, "OpenTelemetry service.version"),
    SERVICE_INSTANCE("service_instance", Type.KEYWORD, "OpenTelemetry service.instance.id"),
    ENVIRONMENT("environment", Type.KEYWORD, "OpenTelemetry deployment.environment.name"),
    // The process and the code
    PROGRAM("program", Type.KEYWORD, "program or application name"),
    PID("pid", Type.LONG, "process id"),
    THREAD("thread", Type.KEYWORD, "thread name or id"),
    LOGGER("logger", Type.KEYWORD, "logger name or instrumentation scope"),
    UNIT("unit", Type.KEYWORD, "systemd unit or Windows service"),
    USER("user", Type.KEYWORD, "user that the entry speaks of"),
    CLIENT("client", Type.KEYWORD, "address that the entry speaks of"),
    PORT("port", Type.LONG, "port that the entry speaks of"),
    FACILITY("facility", Type.KEYWORD, "syslog facility"),
    MSG_ID("msg_id", Type.KEYWORD, "RFC 5424 MSGID"),
    EVENT_ID("event_id", Type.KEYWORD, "the product's own number or name of the event"),
    FILE("file", Type.KEYWORD, "log file it was read from"),
    // Errors
    ERROR_TYPE("error_type", Type.KEYWORD, "class of the exception"),
    ERROR_MESSAGE("error_message", Type.TEXT, "message of the exception"),
    STACK_TRACE("stack_trace", Type.TEXT, "stack trace"),
    // Traces
    TRACE_ID("trace_id", Type.KEYWORD, "W3C trace id, 32 hex digits"),
    SPAN_ID("span_id", Type.KEYWORD, "W3C span id, 16 hex digits"),
    PARENT_SPAN_ID("parent_span_id", Type.KEYWORD, "span id of the parent"),
    SPAN_NAME("span_name", Type.KEYWORD, "name of the span"),
    SPAN_KIND("span_kind", Type.KEYWORD, "internal, server, client, producer, consumer"),
    SPAN_STATUS("span_status", Type.KEYWORD, "unset, ok, error"),
    DURATION("duration_nanos", Type.LONG, "duration of the span in nanoseconds"),
    // Kubernetes
    NAMESPACE("namespace", Type.KEYWORD, "Kubernetes namespace"),
    POD("pod", Type.KEYWORD, "Kubernetes pod"),
    CONTAINER("container", Type.KEYWORD, "container name"),
    // What Failsight made of it
    RESOURCE("resource", Type.KEYWORD, "address, volume, database, camera, dongle, certificate the entry speaks of"),
    ROLE("role", Type.KEYWORD, "role in the product's own word"),
    SIGNAL("signal", Type.KEYWORD, "signal of the failover vocabulary"),
    PATTERN("pattern", Type.KEYWORD, "id of the message template"),
    PACK("pack", Type.KEYWORD, "pack and version that parsed it"),
    PARSE("parse", Type.KEYWORD, "parsed, unmatched, failed"),
    PARSE_REASON("parse_reason", Type.KEYWORD, "why parsing failed"),
    // Where it is kept
    RECEIVER("receiver", Type.KEYWORD, "door it came through"),
    SOURCE("source", Type.KEYWORD, "one sender at one door; order within a source is never inverted"),
    SEQUENCE("seq", Type.LONG, "position in the collector's journal: order of receipt"),
    COLLECTOR("collector", Type.KEYWORD, "collector that received it"),
    CHECKSUM("checksum", Type.CHECKSUM, "CRC32C of the journaled bytes"),
    // Everything else
    ATTR("attr", Type.ATTRIBUTES, "any other attribute, as key=value"),
    ATTR_REST("attr_rest", Type.STORED, "what key=value would lose, as JSON: long values and arrays of objects");

    /** How a field is written and indexed. */
    public enum Type {
        /** UTF-8 text, exact, with facets; at most {@link Entry#MAX_KEYWORD_BYTES} bytes. */
        KEYWORD,
        /** UTF-8 text, analysed, with positions. */
        TEXT,
        /** UTF-8 text that is only given back. */
        STORED,
        /** Nanoseconds since the epoch; written as ISO 8601 UTC with nine digits. */
        TIME,
        /** Milliseconds since the epoch. */
        MILLIS,
        /** 64-bit integer. */
        LONG,
        /** Small integer. */
        BYTE,
        /** 32-bit integer that is never searched. */
        CHECKSUM,
        /** Keyword array of {@code key=value}. */
        ATTRIBUTES
    }

    private static final Map<String, EntryField> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EntryField::jsonName, Function.identity()));

    private final String jsonName;
    private final Type type;
    private final String description;

    EntryField(String jsonName, Type type, String description) {
        this.jsonName = jsonName;
        this.type = type;
        this.description = description;
    }

    /** Name in the index, in queries and in the API. */
    @Override
    public String jsonName() {
        return jsonName;
    }

    /** How the field is written and indexed. */
    public Type type() {
        return type;
    }

    /** One sentence for people. */
    public String description() {
        return description;
    }

    /** Whether the value is text, as opposed to a number or a time. */
    public boolean isText() {
        return switch (type) {
            case KEYWORD, TEXT, STORED, ATTRIBUTES -> true;
            case TIME, MILLIS, LONG, BYTE, CHECKSUM -> false;
        };
    }

    /** The field of that name in the index, if there is one. */
    public static Optional<EntryField> ofJsonName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
