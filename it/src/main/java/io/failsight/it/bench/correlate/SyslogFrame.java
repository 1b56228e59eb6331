package io.failsight.it.bench.correlate;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** One line as a relay sends it over TCP: RFC 5424, section 6, in octet counting (RFC 6587, section 3.4.1). Severity and facility are always daemon.info. */
final class SyslogFrame {
    private SyslogFrame() {}

    /**
     * The bytes of one frame.
     *
     * @param tag program, with its process id in brackets or without
     */
    static byte[] of(Instant time, String host, String tag, String message) {
        int bracket = tag.indexOf('[');
        String program = bracket < 0 ? tag : tag.substring(0, bracket);
        String process = bracket < 0 ? "-" : tag.substring(bracket + 1, tag.length() - 1);
        String line = "<30>1 " + time.truncatedTo(ChronoUnit.MICROS) + " " + host + " " + program + " " + process
                + " - - " + message;
        return (line.getBytes(StandardCharsets.UTF_8).length + " " + line).getBytes(StandardCharsets.UTF_8);
    }
}
