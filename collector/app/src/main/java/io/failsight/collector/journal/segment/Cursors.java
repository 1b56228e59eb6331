package io.failsight.collector.journal.segment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last durable cursor of each source, least recently moved first. Bounded: beyond the bounds the source that has not moved for
 * longest is forgotten, and its receiver starts over. Guarded by the journal's lock.
 */
public final class Cursors {
    /** Bytes of all cursors together; every segment begins with them. */
    private static final int MAX_BYTES = 1 << 20;

    private final int maxCount;
    private final LinkedHashMap<String, String> bySource = new LinkedHashMap<>();
    private long bytes;
    private long forgotten;

    public Cursors(int maxCount) {
        this.maxCount = maxCount;
    }

    /** Notes a cursor that has become durable; an empty one says nothing. */
    public void put(String source, String cursor) {
        if (cursor.isEmpty()) {
            return;
        }
        String former = bySource.remove(source);
        if (former != null) {
            bytes -= size(source, former);
        }
        bySource.put(source, cursor);
        bytes += size(source, cursor);
        Iterator<Map.Entry<String, String>> eldest = bySource.entrySet().iterator();
        while ((bySource.size() > maxCount || bytes > MAX_BYTES) && bySource.size() > 1) {
            Map.Entry<String, String> entry = eldest.next();
            bytes -= size(entry.getKey(), entry.getValue());
            eldest.remove();
            forgotten++;
        }
    }

    private static long size(String source, String cursor) {
        return 3L * (source.length() + cursor.length()) + 8;
    }

    /** Cursors forgotten because there were too many. */
    public long forgotten() {
        return forgotten;
    }

    public Map<String, String> copy() {
        return Map.copyOf(bySource);
    }

    /** Count, then each source and cursor with its length. */
    public byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate((int) bytes + 16);
        out.putInt(bySource.size());
        bySource.forEach((source, cursor) -> {
            putText(out, source);
            putText(out, cursor);
        });
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    /** Takes over what {@link #toBytes} wrote; the caller has checked its checksum. */
    public void read(ByteBuffer in) {
        if (in.remaining() < 4) {
            return;
        }
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            String source = getText(in);
            put(source, getText(in));
        }
    }

    static void putText(ByteBuffer out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.putInt(utf8.length).put(utf8);
    }

    static String getText(ByteBuffer in) {
        byte[] utf8 = new byte[in.getInt()];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
