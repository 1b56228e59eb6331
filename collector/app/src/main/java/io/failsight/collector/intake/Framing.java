package io.failsight.collector.intake;

/** How the records of a batch lie in its payload. The codes are written to disk and never change. */
public enum Framing {
    /**
     * Each record ends with LF; no record holds an LF. A carriage return before it belongs to the record. Blank lines may stand
     * between records and are none: read payloads with {@link RecordReader}, which passes over them as receivers' counts do.
     */
    LINES(1),
    /** Each record is a big-endian unsigned 32-bit length followed by that many bytes. */
    LENGTH_PREFIXED(2),
    /** The payload is one message that holds all records, such as an OTLP export request. */
    WHOLE(3);

    private final int code;

    Framing(int code) {
        this.code = code;
    }

    /** Number on disk. */
    public int code() {
        return code;
    }

    /** @throws IllegalArgumentException when no framing has that code */
    public static Framing ofCode(int code) {
        for (Framing framing : values()) {
            if (framing.code == code) {
                return framing;
            }
        }
        throw new IllegalArgumentException("no framing has code " + code);
    }
}
