package io.failsight.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SeverityTest {
    @ParameterizedTest
    @CsvSource({
        "0,UNKNOWN",
        "1,TRACE",
        "4,TRACE",
        "5,DEBUG",
        "9,INFO",
        "12,INFO",
        "13,WARN",
        "17,ERROR",
        "24,FATAL",
        "25,UNKNOWN",
        "-1,UNKNOWN"
    })
    void findsTheRangeOfANumber(long number, Severity expected) {
        assertEquals(expected, Severity.ofNumber(number));
    }

    @ParameterizedTest
    @CsvSource({
        "INFO,INFO",
        "warning,WARN",
        "Error,ERROR",
        "CRITICAL,FATAL",
        "notice,INFO",
        "finest,TRACE",
        "INFOS,UNKNOWN",
        "'',UNKNOWN"
    })
    void knowsTheNamesThatLoggersWrite(String name, Severity expected) {
        byte[] bytes = ("<" + name + ">").getBytes(StandardCharsets.US_ASCII);
        assertEquals(expected, Severity.ofName(bytes, 1, bytes.length - 2));
    }

    @Test
    void mapsSyslogSeverities() {
        assertEquals(Severity.FATAL, Severity.ofNumber(Severity.numberOfSyslog(0)));
        assertEquals(Severity.ERROR, Severity.ofNumber(Severity.numberOfSyslog(3)));
        assertEquals(Severity.DEBUG, Severity.ofNumber(Severity.numberOfSyslog(7)));
        assertThrows(IllegalArgumentException.class, () -> Severity.numberOfSyslog(8));
    }

    @Test
    void hasRoomForEveryFieldInOneLong() {
        assertEquals(true, EntryField.values().length <= 64);
    }
}
