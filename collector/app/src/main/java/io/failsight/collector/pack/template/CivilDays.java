package io.failsight.collector.pack.template;

/** Days of the proleptic Gregorian calendar by arithmetic, without objects. Stateless. */
final class CivilDays {
    private static final int[] LENGTHS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private CivilDays() {}

    static int lengthOfMonth(int year, int month) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && leap ? 29 : LENGTHS[month - 1];
    }

    /** Days since 1970-01-01. Years count from March here, so that the leap day is the last of its year. */
    static long epochDay(int year, int month, int day) {
        int marchYear = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(marchYear, 400);
        int yearOfEra = marchYear - era * 400;
        int dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }

    /** The year that a day since 1970-01-01 lies in. */
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
