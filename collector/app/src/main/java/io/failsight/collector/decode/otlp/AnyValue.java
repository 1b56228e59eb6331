package io.failsight.collector.decode.otlp;

/**
 * One opentelemetry.proto.common.v1.AnyValue where it lies: which of its kinds is set and the span or number of it. Reused; copy what
 * must survive the next {@link #read}. Not thread-safe.
 */
final class AnyValue {
    /** Which member of the oneof is set. */
    enum Kind {
        EMPTY,
        STRING,
        BOOL,
        INT,
        DOUBLE,
        ARRAY,
        KEY_VALUE_LIST,
        BYTES
    }

    private Kind kind = Kind.EMPTY;
    private int offset;
    private int length;
    private long number;

    Kind kind() {
        return kind;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    /** The integer, the bits of the double, or 0 or 1 for a boolean. */
    long number() {
        return number;
    }

    /** Reads the value in that span; the reader then stands where it stood before. */
    void read(WireReader in, int valueOffset, int valueLength) {
        kind = Kind.EMPTY;
        int goOnAt = in.at();
        int outer = in.enter(valueOffset, valueLength);
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 1 << 3 | WireReader.DELIMITED -> span(in, Kind.STRING);
                case 2 << 3 | WireReader.VARINT -> number(Kind.BOOL, in.varint() == 0 ? 0 : 1);
                case 3 << 3 | WireReader.VARINT -> number(Kind.INT, in.varint());
                case 4 << 3 | WireReader.FIXED64 -> number(Kind.DOUBLE, in.fixed64());
                case 5 << 3 | WireReader.DELIMITED -> span(in, Kind.ARRAY);
                case 6 << 3 | WireReader.DELIMITED -> span(in, Kind.KEY_VALUE_LIST);
                case 7 << 3 | WireReader.DELIMITED -> span(in, Kind.BYTES);
                default -> in.skip(tag);
            }
        }
        in.leave(outer, goOnAt);
    }

    private void span(WireReader in, Kind found) {
        length = in.length();
        offset = in.at();
        in.advance(length);
        kind = found;
    }

    private void number(Kind found, long value) {
        number = value;
        kind = found;
    }
}
