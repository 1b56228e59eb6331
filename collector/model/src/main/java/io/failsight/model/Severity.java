package io.failsight.model;

/**
 * Severity in the six ranges of OpenTelemetry's log data model, each of four numbers: TRACE is 1-4, FATAL 21-24; 0 means not known.
 *
 * <p>The index holds the number, so that "at least WARN" is one range query. Source: OpenTelemetry Logs Data Model, "Field:
 * SeverityNumber". Immutable and thread-safe.
 */
public enum Severity {
    UNKNOWN(0),
    TRACE(1),
    DEBUG(5),
    INFO(9),
    WARN(13),
    ERROR(17),
    FATAL(21);

    /** Highest number there is. */
    public static final int MAX_NUMBER = 24;

    private static final Severity[] RANGES = {TRACE, DEBUG, INFO, WARN, ERROR, FATAL};

    // RFC 5424 §6.2.1 severities 0-7, mapped as OpenTelemetry's appendix B does:
    // emerg, alert, crit, err, warning, notice, informational, debug.
    private static final int[] FROM_SYSLOG = {21, 19, 18, 17, 13, 10, 9, 5};

    private final int number;

    Severity(int number) {
        this.number = number;
    }

    /** The lowest severity number of this range. */
    public int number() {
        return number;
    }

    /** The range that holds a severity number; numbers outside 1-24 are {@link #UNKNOWN}. */
    public static Severity ofNumber(long number) {
        return number < 1 || number > MAX_NUMBER ? UNKNOWN : RANGES[(int) (number - 1) >> 2];
    }

    /**
     * The severity number of a syslog severity.
     *
     * @param code 0 (emergency) to 7 (debug), RFC 5424 §6.2.1
     * @throws IllegalArgumentException when the code is outside 0-7
     */
    public static int numberOfSyslog(int code) {
        if (code < 0 || code > 7) {
            throw new IllegalArgumentException("syslog severity must be 0-7, was " + code);
        }
        return FROM_SYSLOG[code];
    }

    /** The severity that a level's name means in the loggers that are in use, or {@link #UNKNOWN}; upper and lower case alike. */
    public static Severity ofName(byte[] bytes, int offset, int length) {
        for (LevelName name : LevelName.ALL) {
            if (name.matches(bytes, offset, length)) {
                return name.severity();
            }
        }
        return UNKNOWN;
    }
}
