package io.failsight.collector.decode.json;

import io.failsight.model.EntryField;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Names under which loggers write what an entry has a field for, nested names with dots: logstash-logback-encoder 9, Elastic Common
 * Schema, Quarkus logging-json, OpenTelemetry, zap, pino, Docker's json-file,
 * Winlogbeat's {@code winlog.*} (8.4) and NXLog's {@code im_msvistalog}. Upper and lower case are alike. Immutable.
 *
 * @param meaning what the value is
 * @param field field that gets it
 */
record JsonName(Meaning meaning, EntryField field) {
    /** How a value is read. */
    enum Meaning {
        TEXT,
        NUMBER,
        HEX_ID,
        TIME,
        LEVEL,
        /** Logback's number of a level; says what the level's name says. */
        LEVEL_VALUE,
        /** OpenTelemetry's severity number. */
        SEVERITY_NUMBER,
        /** Version of the layout, always 1. */
        VERSION,
        /** Number of a record of a Windows event log; an attribute too. */
        RECORD_NUMBER,
        /** The Windows event log that the number is of; an attribute too. */
        CHANNEL
    }

    private static final int SLOTS = 512; // a power of two, four times the names
    private static final byte[][] KEYS = new byte[SLOTS][];
    private static final @Nullable JsonName[] NAMES = new JsonName[SLOTS];

    static {
        put(Meaning.TIME, EntryField.TIME, "@timestamp timestamp time ts @t datetime eventtime");
        put(Meaning.VERSION, EntryField.BODY, "@version");
        put(
                Meaning.LEVEL,
                EntryField.SEVERITY,
                "level severity log.level loglevel log_level lvl levelname @l" + " severity_text severitytext");
        put(Meaning.LEVEL_VALUE, EntryField.SEVERITY, "level_value");
        put(Meaning.SEVERITY_NUMBER, EntryField.SEVERITY, "severity_number severitynumber");
        put(Meaning.RECORD_NUMBER, EntryField.EVENT_ID, "winlog.record_id recordnumber");
        put(Meaning.CHANNEL, EntryField.EVENT_ID, "winlog.channel channel");
        text(EntryField.BODY, "message msg @m short_message body log");
        text(EntryField.LOGGER, "logger_name loggername logger log.logger logger.name");
        text(EntryField.FILE, "log.file.path");
        text(EntryField.THREAD, "thread_name threadname thread process.thread.name");
        text(EntryField.STACK_TRACE, "stack_trace stacktrace error.stack_trace exception.stacktrace exception @x");
        text(EntryField.ERROR_TYPE, "error.type exception.type exception.exceptiontype exception_class");
        text(EntryField.ERROR_MESSAGE, "error.message exception.message error");
        text(EntryField.HOST, "host host.name hostname host.hostname winlog.computer_name");
        text(EntryField.SERVICE, "service service.name service_name servicename");
        text(EntryField.SERVICE_VERSION, "service.version");
        text(EntryField.SERVICE_INSTANCE, "service.instance.id service.node.name");
        text(EntryField.ENVIRONMENT, "service.environment deployment.environment deployment.environment.name");
        text(EntryField.PROGRAM, "processname process.name program winlog.provider_name sourcename");
        put(Meaning.NUMBER, EntryField.PID, "pid process.pid processid process_id");
        put(Meaning.HEX_ID, EntryField.TRACE_ID, "traceid trace_id trace.id mdc.traceid mdc.trace_id");
        put(Meaning.HEX_ID, EntryField.SPAN_ID, "spanid span_id span.id mdc.spanid mdc.span_id");
        put(Meaning.HEX_ID, EntryField.PARENT_SPAN_ID, "parentid parent_id parent.id mdc.parentid parentspanid");
        text(EntryField.NAMESPACE, "kubernetes.namespace_name kubernetes.namespace k8s.namespace.name");
        text(EntryField.POD, "kubernetes.pod_name kubernetes.pod.name k8s.pod.name");
        text(
                EntryField.CONTAINER,
                "kubernetes.container_name kubernetes.container.name k8s.container.name" + " container.name");
        text(EntryField.USER, "user user.name");
        text(EntryField.CLIENT, "client.ip client.address");
        text(EntryField.EVENT_ID, "event.code winlog.event_id eventid");
    }

    private static void text(EntryField field, String names) {
        put(Meaning.TEXT, field, names);
    }

    private static void put(Meaning meaning, EntryField field, String names) {
        JsonName value = new JsonName(meaning, field);
        for (String name : names.split(" ")) {
            byte[] key = name.getBytes(StandardCharsets.US_ASCII);
            int slot = hash(key, 0, key.length);
            while (KEYS[slot] != null) {
                slot = slot + 1 & SLOTS - 1;
            }
            KEYS[slot] = key;
            NAMES[slot] = value;
        }
    }

    /** What a name means, or null when it means nothing to us. */
    static @Nullable JsonName find(byte[] bytes, int offset, int length) {
        int slot = hash(bytes, offset, length);
        while (KEYS[slot] != null) {
            if (equal(KEYS[slot], bytes, offset, length)) {
                return NAMES[slot];
            }
            slot = slot + 1 & SLOTS - 1;
        }
        return null;
    }

    private static int hash(byte[] bytes, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = hash * 31 + lower(bytes[i]);
        }
        return (hash ^ hash >>> 9 ^ hash >>> 18) & SLOTS - 1;
    }

    private static boolean equal(byte[] key, byte[] bytes, int offset, int length) {
        if (key.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (key[i] != lower(bytes[offset + i])) {
                return false;
            }
        }
        return true;
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
}
