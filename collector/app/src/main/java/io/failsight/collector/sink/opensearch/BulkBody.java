package io.failsight.collector.sink.opensearch;

import io.failsight.model.Bytes;
import io.failsight.model.Entry;
import io.failsight.model.EntryId;
import io.failsight.model.EntryWriter;
import io.failsight.model.PromotedKeys;
import io.failsight.model.StorageClass;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * The body of one bulk request for one index, with what is needed to judge each item's result. Reused. Filled by the
 * pipeline's thread, then owned by one sender; never both.
 */
final class BulkBody {
    private static final byte[] ACTION = "{\"create\":{\"_id\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ACTION_END = "\"}}\n".getBytes(StandardCharsets.US_ASCII);
    private static final int ACTION_LENGTH = ACTION.length + EntryId.LENGTH + ACTION_END.length;

    private final StorageClass storageClass;
    private final Bytes bytes;
    private int[] starts = new int[1_024];
    private int[] checksums = new int[1_024];
    private int count;
    private String index = "";
    private PromotedKeys promoted = PromotedKeys.NONE;
    private final Set<String> elsewhere = new TreeSet<>();
    private long firstBatchOffset;
    private long openedNanos;

    BulkBody(StorageClass storageClass, int capacity) {
        this.storageClass = storageClass;
        this.bytes = new Bytes(capacity);
    }

    /**
     * Empties the body for entries of one index.
     *
     * @param fields attributes that have a field of their own there
     */
    void open(String newIndex, PromotedKeys fields, long batchOffset, long nowNanos) {
        bytes.clear();
        elsewhere.clear();
        count = 0;
        index = newIndex;
        promoted = fields;
        firstBatchOffset = batchOffset;
        openedNanos = nowNanos;
    }

    void add(Entry entry, EntryWriter writer, long incarnation, int position, int checksum) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            checksums = Arrays.copyOf(checksums, count * 2);
        }
        starts[count] = bytes.length();
        checksums[count++] = checksum;
        bytes.add(ACTION);
        EntryId.write(incarnation, position, bytes);
        bytes.add(ACTION_END);
        writer.write(entry, bytes, promoted);
        bytes.add('\n');
    }

    /** Names an index in which entries of this body may be already; its own is none. */
    void lookIn(String other) {
        if (!other.equals(index)) {
            elsewhere.add(other);
        }
    }

    /** Indices in which entries of this body may be already, sent by an earlier process that thought them to be of another class. */
    Set<String> elsewhere() {
        return elsewhere;
    }

    /** Appends an item of another body as it is, for sending only some items again. */
    void addItemOf(BulkBody other, int item) {
        int start = other.starts[item];
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            checksums = Arrays.copyOf(checksums, count * 2);
        }
        starts[count] = bytes.length();
        checksums[count++] = other.checksums[item];
        bytes.add(other.bytes.array(), start, other.end(item) - start);
    }

    private int end(int item) {
        return item + 1 < count ? starts[item + 1] : bytes.length();
    }

    /** Gives an item the other identity it gets when its own is taken by a different entry; the same on every try. */
    void reidentify(int item) {
        EntryId id = EntryId.parse(id(item));
        Bytes other = new Bytes(EntryId.LENGTH);
        long mixed = id.incarnation() ^ (long) checksums[item] << 16 ^ 1L;
        EntryId.write(mixed, id.position(), other);
        System.arraycopy(other.array(), 0, bytes.array(), starts[item] + ACTION.length, EntryId.LENGTH);
    }

    String id(int item) {
        return new String(bytes.array(), starts[item] + ACTION.length, EntryId.LENGTH, StandardCharsets.US_ASCII);
    }

    int checksum(int item) {
        return checksums[item];
    }

    /** The document of an item as JSON. */
    String document(int item) {
        int start = starts[item] + ACTION_LENGTH;
        return new String(bytes.array(), start, end(item) - 1 - start, StandardCharsets.UTF_8);
    }

    StorageClass storageClass() {
        return storageClass;
    }

    String index() {
        return index;
    }

    /** Attributes that have a field of their own in these documents. */
    PromotedKeys promoted() {
        return promoted;
    }

    Bytes bytes() {
        return bytes;
    }

    int count() {
        return count;
    }

    /** Journal offset of the batch that the first entry came from: nothing at or behind it may be committed yet. */
    long firstBatchOffset() {
        return firstBatchOffset;
    }

    long openedNanos() {
        return openedNanos;
    }
}
