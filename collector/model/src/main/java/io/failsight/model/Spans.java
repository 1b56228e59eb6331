package io.failsight.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing list of byte spans without an object for each. Not thread-safe. */
final class Spans {
    private byte[][] arrays = new byte[16][];
    private int[] offsets = new int[16];
    private int[] lengths = new int[16];
    private int size;

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    void add(byte[] bytes, int offset, int length) {
        if (size == arrays.length) {
            arrays = Arrays.copyOf(arrays, size * 2);
            offsets = Arrays.copyOf(offsets, size * 2);
            lengths = Arrays.copyOf(lengths, size * 2);
        }
        arrays[size] = bytes;
        offsets[size] = offset;
        lengths[size++] = length;
    }

    void addAll(Spans other) {
        for (int i = 0; i < other.size; i++) {
            add(other.arrays[i], other.offsets[i], other.lengths[i]);
        }
    }

    byte[] array(int index) {
        return arrays[index];
    }

    int offset(int index) {
        return offsets[index];
    }

    int length(int index) {
        return lengths[index];
    }

    String string(int index) {
        return new String(arrays[index], offsets[index], lengths[index], StandardCharsets.UTF_8);
    }
}
