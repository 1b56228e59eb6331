package io.failsight.collector.pack.template;

/** Date and time as a line states them; what it does not state is {@link #ABSENT}. Filled by {@link TimeFormat}; not thread-safe. */
public final class TimeFields {
    /** A field that the line does not state. */
    public static final int ABSENT = Integer.MIN_VALUE;

    int year = ABSENT;
    int month = ABSENT;
    int day = ABSENT;
    int secondOfDay;
    int nanos;
    int offsetSeconds = ABSENT;
    /** Seconds since the epoch where the line states those instead of a date, else {@link Long#MIN_VALUE}. */
    long epochSeconds = Long.MIN_VALUE;

    void clear() {
        year = ABSENT;
        month = ABSENT;
        day = ABSENT;
        secondOfDay = 0;
        nanos = 0;
        offsetSeconds = ABSENT;
        epochSeconds = Long.MIN_VALUE;
    }

    /** Whether month and day exist together (29 February counts where no year is stated). */
    boolean dateIsValid() {
        if (month == ABSENT) {
            return true;
        }
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= CivilDays.lengthOfMonth(year == ABSENT ? 2000 : year, month);
    }
}
