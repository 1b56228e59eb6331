package io.failsight.collector.decode.otlp;

/**
 * One opentelemetry.proto.common.v1.KeyValue where it lies: the spans of its key and of its value. Reused; copy what must survive the
 * next {@link #read}. Not thread-safe.
 */
final class KeyValue {
    private int keyOffset;
    private int keyLength;
    private int valueOffset;
    private int valueLength;

    int keyOffset() {
        return keyOffset;
    }

    int keyLength() {
        return keyLength;
    }

    int valueOffset() {
        return valueOffset;
    }

    /** 0 when there is no value, which means an empty value. */
    int valueLength() {
        return valueLength;
    }

    /** Reads a delimited KeyValue whose tag was just read, and passes over it. */
    void read(WireReader in) {
        keyLength = 0;
        valueLength = 0;
        int outer = in.open(in.length());
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 1 << 3 | WireReader.DELIMITED -> {
                    keyLength = in.length();
                    keyOffset = in.at();
                    in.advance(keyLength);
                }
                case 2 << 3 | WireReader.DELIMITED -> {
                    valueLength = in.length();
                    valueOffset = in.at();
                    in.advance(valueLength);
                }
                default -> in.skip(tag);
            }
        }
        in.close(outer);
    }
}
