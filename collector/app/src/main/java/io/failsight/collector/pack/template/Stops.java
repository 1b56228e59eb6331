package io.failsight.collector.pack.template;

import java.util.List;

/**
 * What may follow a capture: literals, and the end of the text or another capture. An open capture ends before the first of them.
 * Immutable and thread-safe.
 */
final class Stops {
    private final byte[][] literals;
    private final boolean[] firstBytes = new boolean[256];
    private final boolean atEnd;

    Stops(List<byte[]> literals, boolean atEnd) {
        this.literals = literals.toArray(new byte[0][]);
        this.atEnd = atEnd;
        for (byte[] literal : this.literals) {
            firstBytes[literal[0] & 0xFF] = true;
            if (literal[0] == ' ') {
                firstBytes['\t'] = true;
            } else if (literal[0] == '\n') {
                firstBytes['\r'] = true;
            }
        }
    }

    /** Whether the text may end after the capture. */
    boolean atEnd() {
        return atEnd;
    }

    /** Where the first stop at or after {@code at} is, the end of the text if it may end there, else -1. */
    int find(byte[] bytes, int at, int to) {
        for (int p = at; p < to; p++) {
            if (firstBytes[bytes[p] & 0xFF]) {
                if (standsAt(bytes, p, to)) {
                    return p;
                }
                if (Literals.isBlank(bytes[p])) {
                    p = Literals.skipBlanks(bytes, p, to) - 1; // a run that failed once fails as a whole
                }
            }
        }
        return atEnd ? to : -1;
    }

    /** The end of the word at {@code at}: before the first stop or byte up to and including blank. */
    int findInWord(byte[] bytes, int at, int to) {
        for (int p = at; p < to; p++) {
            byte b = bytes[p];
            if (b >= 0 && b <= ' ') {
                return p;
            }
            if (firstBytes[b & 0xFF] && p > at && standsAt(bytes, p, to)) {
                return p;
            }
        }
        return to;
    }

    private boolean standsAt(byte[] bytes, int at, int to) {
        for (byte[] literal : literals) {
            if (Literals.match(literal, bytes, at, to) >= 0) {
                return true;
            }
        }
        return false;
    }
}
