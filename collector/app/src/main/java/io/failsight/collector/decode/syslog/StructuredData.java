package io.failsight.collector.decode.syslog;

import io.failsight.collector.decode.time.Digits;
import io.failsight.model.Bytes;
import io.failsight.model.Entry;
import io.failsight.model.Numbering;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** STRUCTURED-DATA of RFC 5424 §6.3 to attributes {@code id.name=value}. Stateless, thread-safe. */
final class StructuredData {
    private static final byte[] NO_VALUE = {};
    private static final byte[] META = "meta".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SEQUENCE_ID = "sequenceId".getBytes(StandardCharsets.US_ASCII);

    private StructuredData() {}

    /** Reads the elements that start at {@code at}; returns the index behind them, or -1 when they are malformed. */
    static int parse(byte[] bytes, int at, int end, Entry entry) {
        int i = at;
        while (i >= 0 && i < end && bytes[i] == '[') {
            i = element(bytes, i + 1, end, entry);
        }
        return i;
    }

    private static int element(byte[] bytes, int at, int end, Entry entry) {
        int idEnd = nameEnd(bytes, at, end);
        if (idEnd == at || idEnd >= end) {
            return -1;
        }
        int i = idEnd;
        if (bytes[i] == ']') {
            entry.attribute(bytes, at, idEnd - at, NO_VALUE, 0, 0);
        }
        while (bytes[i] == ' ') {
            i = parameter(bytes, at, idEnd, i + 1, end, entry);
            if (i < 0 || i >= end) {
                return -1;
            }
        }
        return bytes[i] == ']' ? i + 1 : -1;
    }

    private static int parameter(byte[] bytes, int id, int idEnd, int at, int end, Entry entry) {
        int name = at;
        while (name < end && bytes[name] == ' ') {
            name++; // some write two spaces, or one before the bracket
        }
        if (name < end && bytes[name] == ']') {
            return name;
        }
        int nameEnd = nameEnd(bytes, name, end);
        if (nameEnd == name || nameEnd + 1 >= end || bytes[nameEnd] != '=' || bytes[nameEnd + 1] != '"') {
            return -1;
        }
        int value = nameEnd + 2;
        int valueEnd = value;
        boolean escaped = false;
        while (valueEnd < end && bytes[valueEnd] != '"') {
            boolean escape = bytes[valueEnd] == '\\' && valueEnd + 1 < end;
            escaped |= escape;
            valueEnd += escape ? 2 : 1;
        }
        if (valueEnd >= end) {
            return -1;
        }
        Bytes scratch = entry.scratch();
        int unescaped = scratch.length();
        if (escaped) {
            unescape(bytes, value, valueEnd, scratch);
        }
        int key = scratch.length();
        scratch.add(bytes, id, idEnd - id).add('.').add(bytes, name, nameEnd - name);
        byte[] made = scratch.array();
        if (nameEnd - name == SEQUENCE_ID.length && idEnd - id == META.length) {
            number(bytes, id, name, value, valueEnd, entry);
        }
        if (escaped) {
            entry.attribute(made, key, scratch.length() - key, made, unescaped, key - unescaped);
        } else {
            entry.attribute(made, key, scratch.length() - key, bytes, value, valueEnd - value);
        }
        return valueEnd + 1;
    }

    /** RFC 5424 §7.3.1: the sender counts what it sends. */
    private static void number(byte[] bytes, int id, int name, int value, int valueEnd, Entry entry) {
        boolean counts = Arrays.equals(bytes, id, id + META.length, META, 0, META.length)
                && Arrays.equals(bytes, name, name + SEQUENCE_ID.length, SEQUENCE_ID, 0, SEQUENCE_ID.length);
        long number = counts ? Digits.number(bytes, value, valueEnd) : -1;
        if (number >= 0 && number <= Numbering.SYSLOG.last()) {
            entry.numbered(Numbering.SYSLOG, number);
        }
    }

    /** A backslash before anything but a quote, a backslash or a closing bracket stands for itself. */
    private static void unescape(byte[] bytes, int from, int to, Bytes out) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\' && i + 1 < to) {
                byte next = bytes[i + 1];
                if (next == '"' || next == '\\' || next == ']') {
                    i++;
                }
            }
            out.add(bytes[i]);
        }
    }

    private static int nameEnd(byte[] bytes, int at, int end) {
        int i = at;
        while (i < end && bytes[i] > ' ' && bytes[i] != '=' && bytes[i] != ']' && bytes[i] != '"') {
            i++;
        }
        return i;
    }
}
