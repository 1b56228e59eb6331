package io.failsight.collector.decode.otlp;

import io.failsight.model.EntryField;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attributes that have a field of their own, by OpenTelemetry's semantic conventions. Thread-safe. */
final class KnownAttributes {
    private static final Map<String, EntryField> FIELDS = Map.ofEntries(
            Map.entry("host.name", EntryField.HOST),
            Map.entry("service.name", EntryField.SERVICE),
            Map.entry("service.version", EntryField.SERVICE_VERSION),
            Map.entry("service.instance.id", EntryField.SERVICE_INSTANCE),
            Map.entry("deployment.environment.name", EntryField.ENVIRONMENT),
            Map.entry("deployment.environment", EntryField.ENVIRONMENT), // until semantic conventions 1.27
            Map.entry("k8s.namespace.name", EntryField.NAMESPACE),
            Map.entry("k8s.pod.name", EntryField.POD),
            Map.entry("k8s.container.name", EntryField.CONTAINER),
            Map.entry("container.name", EntryField.CONTAINER),
            Map.entry("process.pid", EntryField.PID),
            Map.entry("process.executable.name", EntryField.PROGRAM),
            Map.entry("thread.name", EntryField.THREAD),
            Map.entry("exception.type", EntryField.ERROR_TYPE),
            Map.entry("exception.message", EntryField.ERROR_MESSAGE),
            Map.entry("exception.stacktrace", EntryField.STACK_TRACE),
            Map.entry("event.name", EntryField.EVENT_ID), // before event_name was a field of the log record
            Map.entry("log.file.path", EntryField.FILE),
            Map.entry("client.address", EntryField.CLIENT),
            Map.entry("user.name", EntryField.USER),
            Map.entry("enduser.id", EntryField.USER));

    private static final int SLOTS = 128;
    private static final byte[][] KEYS = new byte[SLOTS][];
    private static final @Nullable EntryField[] VALUES = new @Nullable EntryField[SLOTS];

    static {
        FIELDS.forEach((key, field) -> {
            byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
            int slot = slot(bytes, 0, bytes.length);
            while (KEYS[slot] != null) {
                slot = slot + 1 & SLOTS - 1;
            }
            KEYS[slot] = bytes;
            VALUES[slot] = field;
        });
    }

    private KnownAttributes() {}

    /** The field of that attribute, null when it has none. */
    static @Nullable EntryField field(byte[] bytes, int offset, int length) {
        if (length < 8) {
            return null;
        }
        for (int slot = slot(bytes, offset, length); KEYS[slot] != null; slot = slot + 1 & SLOTS - 1) {
            byte[] key = KEYS[slot];
            if (key.length == length && Arrays.equals(key, 0, length, bytes, offset, offset + length)) {
                return VALUES[slot];
            }
        }
        return null;
    }

    private static int slot(byte[] bytes, int offset, int length) {
        int last = offset + length - 1;
        return length * 31 + bytes[offset] * 7 + bytes[last] * 3 + bytes[last - 4] & SLOTS - 1;
    }
}
