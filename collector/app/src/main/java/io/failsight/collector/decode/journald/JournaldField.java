package io.failsight.collector.decode.journald;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a journald field is for us (systemd.journal-fields(7), systemd 252). */
enum JournaldField {
    MESSAGE("MESSAGE"),
    PRIORITY("PRIORITY"),
    FACILITY("SYSLOG_FACILITY"),
    IDENTIFIER("SYSLOG_IDENTIFIER"),
    COMMAND("_COMM"),
    PID("_PID"),
    CLAIMED_PID("SYSLOG_PID"),
    UNIT("_SYSTEMD_UNIT"),
    USER_UNIT("_SYSTEMD_USER_UNIT"),
    /** The unit that the service manager speaks of; as in {@code journalctl -u}, it counts more than the manager's own. */
    SUBJECT_UNIT("UNIT"),
    SUBJECT_USER_UNIT("USER_UNIT"),
    HOST("_HOSTNAME"),
    TIME("__REALTIME_TIMESTAMP"),
    SOURCE_TIME("_SOURCE_REALTIME_TIMESTAMP"),
    MESSAGE_ID("MESSAGE_ID"),
    CONTAINER("CONTAINER_NAME"),
    /** Where the entry lies: says which file's series it is of and its number there. */
    CURSOR("__CURSOR"),
    /** Attributes, although they begin as the journal's own fields do. */
    USEFUL("_UID", "_EXE", "_TRANSPORT", "_BOOT_ID", "_KERNEL_DEVICE", "_KERNEL_SUBSYSTEM", "_AUDIT_TYPE_NAME"),
    /** The journal's book-keeping, and what other fields say already. */
    DROPPED("SYSLOG_TIMESTAMP", "SYSLOG_RAW"),
    /** Anything else: an attribute. */
    OTHER;

    private static final JournaldField[] ALL = values();

    private final byte[][] names;

    JournaldField(String... names) {
        this.names = Arrays.stream(names)
                .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
    }

    static JournaldField of(byte[] bytes, int offset, int length) {
        for (JournaldField field : ALL) {
            for (byte[] name : field.names) {
                if (name.length == length
                        && name[length - 1] == bytes[offset + length - 1]
                        && Arrays.equals(name, 0, length, bytes, offset, offset + length)) {
                    return field;
                }
            }
        }
        return length == 0 || bytes[offset] == '_' ? DROPPED : OTHER;
    }
}
