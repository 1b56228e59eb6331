package io.failsight.collector.pack.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalTimesTest {
    private static Instant read(String format, String text, String zone, String observed) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        TimeFields fields = new TimeFields();
        TimeFormat timeFormat = TimeFormat.valueOf(format.toUpperCase(Locale.ROOT));
        assertEquals(bytes.length, timeFormat.scan(bytes, 0, bytes.length, fields));
        long nanos = new LocalTimes(ZoneId.of(zone))
                .epochNanos(fields, Instant.parse(observed).toEpochMilli());
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iso | 2026-11-20T10:00:00.123456789Z | Asia/Tokyo | 2026-11-20T10:00:00Z | 2026-11-20T10:00:00.123456789Z",
                "iso | 2026-11-20T10:00:00+01:00 | UTC | 2026-11-20T10:00:00Z | 2026-11-20T09:00:00Z",
                "iso | 2026-11-20 10:00:00,5 | Europe/Berlin | 2026-11-20T10:00:00Z | 2026-11-20T09:00:00.500Z",
                "iso | 2026-07-20 10:00:00 | Europe/Berlin | 2026-11-20T10:00:00Z | 2026-07-20T08:00:00Z",
                // the hour that is there twice: the one nearer to receipt
                "iso | 2026-10-25 02:30:00 | Europe/Berlin | 2026-10-25T00:31:00Z | 2026-10-25T00:30:00Z",
                "iso | 2026-10-25 02:30:00 | Europe/Berlin | 2026-10-25T01:31:00Z | 2026-10-25T01:30:00Z",
                // the hour that is not there
                "iso | 2026-03-29 02:30:00 | Europe/Berlin | 2026-03-29T01:30:00Z | 2026-03-29T01:30:00Z",
                // no year: the nearest one
                "syslog | Dec 31 23:59:59 | UTC | 2027-01-01T00:00:05Z | 2026-12-31T23:59:59Z",
                "syslog | Jan  1 00:00:01 | UTC | 2026-12-31T23:59:58Z | 2027-01-01T00:00:01Z",
                "syslog | Feb 29 12:00:00 | UTC | 2025-01-15T00:00:00Z | 2024-02-29T12:00:00Z",
                "klog | 1120 10:00:00.000001 | America/New_York | 2026-11-20T15:00:00Z | 2026-11-20T15:00:00.000001Z",
                // no date: the nearest day
                "clock | 23:59:59.999 | UTC | 2026-11-20T00:00:01Z | 2026-11-19T23:59:59.999Z",
                "clock | 00:00:01 | UTC | 2026-11-19T23:59:59Z | 2026-11-20T00:00:01Z",
                "epoch | 1795168800.5 | Asia/Tokyo | 2026-11-20T10:00:00Z | 2026-11-20T10:00:00.500Z",
                "epoch | 1795168800123 | UTC | 2026-11-20T10:00:00Z | 2026-11-20T10:00:00.123Z",
                "ctime | Sat Sep 16 19:04:05 2023 | UTC | 2026-11-20T10:00:00Z | 2023-09-16T19:04:05Z",
            })
    void readsByTable(String format, String text, String zone, String observed, String expected) {
        assertEquals(Instant.parse(expected), read(format, text, zone, observed));
    }

    @Test
    void timeWithoutYearIsUnknownWithoutReceipt() {
        TimeFields fields = new TimeFields();
        byte[] bytes = "Nov 20 10:00:00".getBytes(StandardCharsets.US_ASCII);
        TimeFormat.SYSLOG.scan(bytes, 0, bytes.length, fields);
        assertEquals(LocalTimes.UNKNOWN, new LocalTimes(ZoneId.of("UTC")).epochNanos(fields, 0));
    }

    @Test
    void yearOutsideNanosecondsIsUnknown() {
        TimeFields fields = new TimeFields();
        byte[] bytes = "9999-11-20 10:00:00Z".getBytes(StandardCharsets.US_ASCII);
        assertTrue(TimeFormat.ISO.scan(bytes, 0, bytes.length, fields) > 0);
        assertEquals(LocalTimes.UNKNOWN, new LocalTimes(ZoneId.of("UTC")).epochNanos(fields, 0));
    }

    @Test
    void daysAreThoseOfTheCalendar() {
        for (long day = LocalDate.of(1895, 1, 1).toEpochDay();
                day < LocalDate.of(2262, 1, 1).toEpochDay();
                day += 13) {
            LocalDate date = LocalDate.ofEpochDay(day);
            assertEquals(day, CivilDays.epochDay(date.getYear(), date.getMonthValue(), date.getDayOfMonth()));
            assertEquals(date.getYear(), CivilDays.yearOf(day));
            assertEquals(date.lengthOfMonth(), CivilDays.lengthOfMonth(date.getYear(), date.getMonthValue()));
        }
    }
}
