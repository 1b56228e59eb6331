package io.failsight.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One entry while it is decoded, matched by packs and written: its text fields are spans of the bytes that the sender sent, so
 * that nothing is copied until the entry is written once into the request body.
 *
 * <p>One instance is reused for all entries of a pipeline thread: {@link #clear} it before each entry, and copy out what must live
 * longer. The arrays behind spans must not change before the entry is written. Text made up while decoding (unescaped JSON,
 * joined lines) goes to {@link #scratch}. Not thread-safe.
 */
public final class Entry {
    /** Longest keyword written, in bytes; longer ones are cut at a character. Lucene's own limit is 32,766. */
    public static final int MAX_KEYWORD_BYTES = 8_192;
    /** Longest {@code key=value} pair that is searchable, in bytes; the whole value goes to {@code attr_rest}. */
    public static final int MAX_ATTRIBUTE_BYTES = 1_024;
    /** Most {@code key=value} pairs that are searchable; the rest goes to {@code attr_rest}. */
    public static final int MAX_ATTRIBUTES = 128;

    private static final EntryField[] FIELDS = EntryField.values();
    private static final int FIELD_COUNT = FIELDS.length;
    private static final byte[] NO_BYTES = {};

    private final byte[][] arrays = new byte[FIELD_COUNT][];
    private final int[] offsets = new int[FIELD_COUNT];
    private final int[] lengths = new int[FIELD_COUNT];
    private final long[] numbers = new long[FIELD_COUNT];
    private final Bytes scratch = new Bytes(4_096);
    private final Spans attributeKeys = new Spans();
    private final Spans attributeValues = new Spans();
    private final Spans restKeys = new Spans();
    private final Spans restValues = new Spans();
    private byte[] fragment = NO_BYTES;
    private long present;
    private Numbering numbering = Numbering.NONE;
    private long number;
    private byte[] series = NO_BYTES;
    private int seriesOffset;
    private int seriesLength;
    private StorageClass storageClass = StorageClass.NORMAL;

    public Entry() {
        Arrays.fill(arrays, NO_BYTES);
    }

    /** Forgets everything. */
    public void clear() {
        present = 0;
        fragment = NO_BYTES;
        numbering = Numbering.NONE;
        seriesLength = 0;
        storageClass = StorageClass.NORMAL;
        scratch.clear();
        attributeKeys.clear();
        attributeValues.clear();
        restKeys.clear();
        restValues.clear();
    }

    /** Room for text that is made up while decoding; lives until {@link #clear}. */
    public Bytes scratch() {
        return scratch;
    }

    /** Sets a text field to a span of UTF-8 bytes; an empty span removes the field. Malformed bytes are mended when written. */
    public void text(EntryField field, byte[] bytes, int offset, int length) {
        int i = field.ordinal();
        if (length <= 0) {
            present &= ~(1L << i);
            return;
        }
        arrays[i] = bytes;
        offsets[i] = offset;
        lengths[i] = length;
        present |= 1L << i;
    }

    /** Sets a text field to bytes that never change, such as a constant of a pack. */
    public void text(EntryField field, byte[] constant) {
        text(field, constant, 0, constant.length);
    }

    /** Sets a text field; for slow paths. */
    public void text(EntryField field, String value) {
        text(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Sets a text field to what was appended to {@link #scratch} since {@code start}. */
    public void textFromScratch(EntryField field, int start) {
        text(field, scratch.array(), start, scratch.length() - start);
    }

    /** Sets a number or a time; its unit is that of the field's {@link EntryField.Type}. */
    public void number(EntryField field, long value) {
        numbers[field.ordinal()] = value;
        present |= 1L << field.ordinal();
    }

    /** Sets event time in nanoseconds since the epoch and how it was known. */
    public void time(long epochNanos, TimeSource how) {
        number(EntryField.TIME, epochNanos);
        numbers[EntryField.TIME_SOURCE.ordinal()] = how.ordinal();
        present |= 1L << EntryField.TIME_SOURCE.ordinal();
    }

    /** How the time was known; {@link TimeSource#RECEIPT} when none was set. */
    public TimeSource timeSource() {
        return has(EntryField.TIME_SOURCE)
                ? TIME_SOURCES[(int) numbers[EntryField.TIME_SOURCE.ordinal()]]
                : TimeSource.RECEIPT;
    }

    private static final TimeSource[] TIME_SOURCES = TimeSource.values();

    /** Notes the number that the sender counts its entries with; it is not written, the decoder keeps it as an attribute too. */
    public void numbered(Numbering how, long value) {
        numbering = how;
        number = value;
    }

    /** Notes which of its series the sender counts in, such as a Windows channel; a span that lives as long as the entry. */
    public void series(byte[] bytes, int offset, int length) {
        series = bytes;
        seriesOffset = offset;
        seriesLength = length;
    }

    /** How the sender counts; {@link Numbering#NONE} when it does not. */
    public Numbering numbering() {
        return numbering;
    }

    /** The sender's number of this entry; nothing where {@link #numbering} is none. */
    public long senderNumber() {
        return number;
    }

    /** Whether the series is of that name. */
    public boolean isOfSeries(byte[] name) {
        return Arrays.equals(series, seriesOffset, seriesOffset + seriesLength, name, 0, name.length);
    }

    /** Name of the series, empty where the sender has one only; a copy. */
    public byte[] series() {
        return Arrays.copyOfRange(series, seriesOffset, seriesOffset + seriesLength);
    }

    /** Removes a field. */
    public void remove(EntryField field) {
        present &= ~(1L << field.ordinal());
    }

    /** Whether the field is set. */
    public boolean has(EntryField field) {
        return (present & 1L << field.ordinal()) != 0;
    }

    /** Bit i is set when field of ordinal i is. */
    long presentBits() {
        return present;
    }

    /** The array that a set text field's span lies in. */
    public byte[] array(EntryField field) {
        return arrays[field.ordinal()];
    }

    /** Where the span of a set text field starts. */
    public int offset(EntryField field) {
        return offsets[field.ordinal()];
    }

    /** Length of a text field's span in bytes, 0 when it is not set. */
    public int length(EntryField field) {
        return has(field) ? lengths[field.ordinal()] : 0;
    }

    /** A number or time, 0 when it is not set. */
    public long number(EntryField field) {
        return has(field) ? numbers[field.ordinal()] : 0;
    }

    /** A text field as a string, null when it is not set; for slow paths and tests. */
    public @Nullable String string(EntryField field) {
        if (field == EntryField.TIME_SOURCE) {
            return has(field) ? timeSource().id() : null;
        }
        int i = field.ordinal();
        return has(field) ? new String(arrays[i], offsets[i], lengths[i], StandardCharsets.UTF_8) : null;
    }

    /** Adds an attribute whose key and value are spans of UTF-8 bytes. A key may stand several times. */
    public void attribute(
            byte[] keyBytes, int keyOffset, int keyLength, byte[] valueBytes, int valueOffset, int valueLength) {
        if (keyLength <= 0) {
            return;
        }
        boolean fits = attributeKeys.size() < MAX_ATTRIBUTES;
        if (fits) {
            attributeKeys.add(keyBytes, keyOffset, keyLength);
            attributeValues.add(valueBytes, valueOffset, valueLength);
        }
        if (!fits || keyLength + 1 + valueLength > MAX_ATTRIBUTE_BYTES) {
            restKeys.add(keyBytes, keyOffset, keyLength);
            restValues.add(valueBytes, valueOffset, valueLength);
        }
    }

    /** Adds an attribute; for slow paths. */
    public void attribute(String key, String value) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
        attribute(keyBytes, 0, keyBytes.length, valueBytes, 0, valueBytes.length);
    }

    /** Adds what {@code key=value} would lose, as text; it is stored and not searched. */
    public void rest(
            byte[] keyBytes, int keyOffset, int keyLength, byte[] valueBytes, int valueOffset, int valueLength) {
        restKeys.add(keyBytes, keyOffset, keyLength);
        restValues.add(valueBytes, valueOffset, valueLength);
    }

    /**
     * Sets every field that the other entry has and adds its attributes, without copying text: what neighbouring entries have in
     * common is decoded once. The other entry, and its scratch, must stay as they are until this one is written.
     */
    public void addAllOf(Entry other) {
        for (long bits = other.present; bits != 0; bits &= bits - 1) {
            int i = Long.numberOfTrailingZeros(bits);
            arrays[i] = other.arrays[i];
            offsets[i] = other.offsets[i];
            lengths[i] = other.lengths[i];
            numbers[i] = other.numbers[i];
        }
        present |= other.present;
        attributeKeys.addAll(other.attributeKeys);
        attributeValues.addAll(other.attributeValues);
        restKeys.addAll(other.restKeys);
        restValues.addAll(other.restValues);
    }

    /** Number of searchable attributes. */
    public int attributeCount() {
        return attributeKeys.size();
    }

    /** One searchable attribute as {@code key=value}; for slow paths and tests. */
    public String attributeAt(int index) {
        return attributeKeys.string(index) + "=" + attributeValues.string(index);
    }

    Spans attributeKeys() {
        return attributeKeys;
    }

    Spans attributeValues() {
        return attributeValues;
    }

    Spans restKeys() {
        return restKeys;
    }

    Spans restValues() {
        return restValues;
    }

    /**
     * Sets members of the document that are the same for many entries, as JSON without braces: {@code "receiver":"syslog","peer":"192.0.2.7"}.
     * They must not be set as fields too.
     */
    public void fragment(byte[] json) {
        fragment = json;
    }

    byte[] fragment() {
        return fragment;
    }

    /** Which indices the entry goes to; {@link StorageClass#NORMAL} unless set. */
    public StorageClass storageClass() {
        return storageClass;
    }

    /** Sets which indices the entry goes to. */
    public void storageClass(StorageClass value) {
        storageClass = value;
    }
}
