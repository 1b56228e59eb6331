package io.failsight.collector.decode.json;

import io.failsight.collector.decode.Decoder;
import io.failsight.collector.decode.EntryConsumer;
import io.failsight.collector.decode.time.IsoTime;
import io.failsight.collector.decode.time.LocalZone;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.RecordReader;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

/**
 * Decodes JSON records, one object each. An object without a message has its whole text as body, so that it can be read and searched. A
 * record that is no object has {@code parse=failed}, a reason, and its bytes as body. Not thread-safe.
 */
public final class JsonDecoder implements Decoder {
    private static final byte[] PARSED = "parsed".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FAILED = "failed".getBytes(StandardCharsets.US_ASCII);

    private final Entry entry = new Entry();
    private final RecordReader records = new RecordReader();
    private final JsonReader reader;

    /** A decoder that takes times without zone to be in the system's. */
    public JsonDecoder() {
        this(ZoneId.systemDefault());
    }

    /** @param zone zone of times that name none */
    public JsonDecoder(ZoneId zone) {
        reader = new JsonReader(new IsoTime(new LocalZone(zone)));
    }

    @Override
    public void decode(BatchHeader batch, byte[] bytes, int offset, int length, EntryConsumer consumer) {
        records.reset(batch.framing(), bytes, offset, length);
        while (records.next()) {
            int from = records.offset();
            int size = records.length();
            entry.clear();
            decodeRecord(bytes, from, from + size, entry);
            if (!entry.has(EntryField.TIME)) {
                entry.time(batch.receivedNanos(), TimeSource.RECEIPT);
            }
            consumer.accept(entry, from, size);
        }
    }

    /** Decodes one record into an entry that was cleared; for decoders of records that may be JSON. */
    public void decodeRecord(byte[] bytes, int from, int recordEnd, Entry entry) {
        int end = recordEnd;
        while (end > from && (bytes[end - 1] == '\r' || bytes[end - 1] == 0 || bytes[end - 1] == '\n')) {
            end--;
        }
        boolean marked = from + 3 <= end
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF;
        if (reader.read(bytes, marked ? from + 3 : from, end, entry)) {
            entry.text(EntryField.PARSE, PARSED);
        } else {
            entry.clear();
            entry.text(EntryField.PARSE, FAILED);
            entry.text(EntryField.PARSE_REASON, reader.reason());
        }
        if (!entry.has(EntryField.BODY)) {
            entry.text(EntryField.BODY, bytes, from, (end > from ? end : recordEnd) - from);
        }
    }
}
