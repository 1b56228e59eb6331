package io.failsight.collector.decode.time;

/** Dates of the Gregorian calendar as day numbers, without objects. Stateless, thread-safe. */
final class Dates {
    private static final int[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Dates() {}

    static boolean isLeapYear(int year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /** Whether there is such a day, in the years that nanoseconds can hold. */
    static boolean exists(int year, int month, int day) {
        if (year < IsoTime.FIRST_YEAR || year > IsoTime.LAST_YEAR || month < 1 || month > 12 || day < 1) {
            return false;
        }
        return day <= MONTH_DAYS[month - 1] || month == 2 && day == 29 && isLeapYear(year);
    }

    /** Days since 1970-01-01. Years are counted from March, so that the leap day is the last. */
    static long epochDay(int year, int month, int day) {
        int marchYear = month > 2 ? year : year - 1;
        int marchMonth = month > 2 ? month - 3 : month + 9;
        long days = 365L * marchYear + marchYear / 4 - marchYear / 100 + marchYear / 400;
        return days + (153 * marchMonth + 2) / 5 + day - 1 - 719_468L;
    }

    /** The year of a day since 1970-01-01. */
    static int yearOf(long epochDay) {
        int year = (int) (1970 + Math.floorDiv(epochDay * 400, 146_097));
        while (epochDay(year, 1, 1) > epochDay) {
            year--;
        }
        while (epochDay(year + 1, 1, 1) <= epochDay) {
            year++;
        }
        return year;
    }
}
