package io.failsight.collector.decode.syslog;

import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The PRI part of a message (RFC 5424 §6.2.1): facility and severity in one number. Stateless, thread-safe. */
public final class Priority {
    /** Highest number there is: facility 23, severity 7. */
    static final int MAX = 191;

    private static final int MAX_DIGITS = 3;
    private static final byte[][] FACILITIES = Arrays.stream(
                    ("kern user mail daemon auth syslog lpr news uucp cron authpriv"
                                    + " ftp ntp audit alert clock local0 local1 local2 local3 local4 local5 local6 local7")
                            .split(" "))
            .map(name -> name.getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private Priority() {}

    /** Index behind the PRI that starts at {@code at}, or -1 when there is none. */
    static int end(byte[] bytes, int at, int end) {
        if (at + 3 > end || bytes[at] != '<') {
            return -1;
        }
        int i = at + 1;
        while (i < end && i <= at + MAX_DIGITS && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        return i > at + 1 && i < end && bytes[i] == '>' ? i + 1 : -1;
    }

    /** The number in a PRI whose parts are at {@code [at, end)}, brackets included. */
    static int value(byte[] bytes, int at, int end) {
        int value = 0;
        for (int i = at + 1; i < end - 1; i++) {
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }

    /** Name of a facility, 0 to 23 (RFC 5424 §6.2.1); the array is shared and never changes. */
    public static byte[] facilityName(int code) {
        return FACILITIES[code];
    }

    /** Sets facility and severity from a number of 0 to {@link #MAX}. */
    static void set(int value, Entry entry) {
        entry.text(EntryField.FACILITY, FACILITIES[value >> 3]);
        entry.number(EntryField.SEVERITY, Severity.numberOfSyslog(value & 7));
    }
}
