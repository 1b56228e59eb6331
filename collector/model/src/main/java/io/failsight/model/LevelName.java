package io.failsight.model;

import java.nio.charset.StandardCharsets;

/** A name under which loggers write a severity, matched without regard to ASCII case and without allocating. Thread-safe. */
@SuppressWarnings("ArrayRecordComponent") // never handed out, never compared
record LevelName(byte[] upper, Severity severity) {
    static final LevelName[] ALL = {
        of("INFO", Severity.INFO),
        of("WARN", Severity.WARN),
        of("ERROR", Severity.ERROR),
        of("DEBUG", Severity.DEBUG),
        of("WARNING", Severity.WARN),
        of("NOTICE", Severity.INFO),
        of("INFORMATION", Severity.INFO),
        of("TRACE", Severity.TRACE),
        of("FATAL", Severity.FATAL),
        of("CRITICAL", Severity.FATAL),
        of("CRIT", Severity.FATAL),
        of("ERR", Severity.ERROR),
        of("SEVERE", Severity.ERROR),
        of("FINE", Severity.DEBUG),
        of("CONFIG", Severity.INFO),
        of("FINER", Severity.TRACE),
        of("FINEST", Severity.TRACE),
        of("EMERG", Severity.FATAL),
        of("EMERGENCY", Severity.FATAL),
        of("ALERT", Severity.FATAL),
        of("PANIC", Severity.FATAL),
        of("VERBOSE", Severity.TRACE),
    };

    private static LevelName of(String name, Severity severity) {
        return new LevelName(name.getBytes(StandardCharsets.US_ASCII), severity);
    }

    boolean matches(byte[] bytes, int offset, int length) {
        if (length != upper.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            int letter = bytes[offset + i];
            int upperLetter = letter >= 'a' && letter <= 'z' ? letter - 32 : letter;
            if (upperLetter != upper[i]) {
                return false;
            }
        }
        return true;
    }
}
