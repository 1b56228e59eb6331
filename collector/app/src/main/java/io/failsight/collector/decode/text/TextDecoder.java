package io.failsight.collector.decode.text;

import io.failsight.collector.decode.Decoder;
import io.failsight.collector.decode.EntryConsumer;
import io.failsight.collector.decode.json.JsonDecoder;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.RecordReader;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

/**
 * Makes each record of a log file an entry: the whole of it is the body, the file is known from the source, {@code parse} is {@code
 * unmatched}, and the time is that of receipt until a pack finds a better one. A record that is a JSON object is decoded as one. Not
 * thread-safe.
 */
public final class TextDecoder implements Decoder {
    private static final byte[] UNMATCHED = "unmatched".getBytes(StandardCharsets.US_ASCII);
    /** What a file's source begins with, before the absolute path. */
    private static final String SOURCE_PREFIX = "file";

    private final Entry entry = new Entry();
    private final JsonDecoder json;
    private final RecordReader records = new RecordReader();
    private String lastSource = "";
    private byte[] lastFile = {};

    /** A decoder that takes times without zone in JSON records to be in the system's. */
    public TextDecoder() {
        this(ZoneId.systemDefault());
    }

    /** @param zone zone of times in JSON records that name none */
    public TextDecoder(ZoneId zone) {
        json = new JsonDecoder(zone);
    }

    @Override
    public void decode(BatchHeader header, byte[] bytes, int offset, int length, EntryConsumer consumer) {
        byte[] file = file(header.source());
        records.reset(header.framing(), bytes, offset, length);
        while (records.next()) {
            int from = records.offset();
            int size = records.length();
            entry.clear();
            if (bytes[from] == '{' && bytes[from + size - 1] == '}') {
                json.decodeRecord(bytes, from, from + size, entry);
            } else {
                entry.text(EntryField.BODY, bytes, from, size);
                entry.text(EntryField.PARSE, UNMATCHED);
            }
            entry.text(EntryField.FILE, file);
            if (!entry.has(EntryField.TIME)) {
                entry.time(header.receivedNanos(), TimeSource.RECEIPT);
            }
            consumer.accept(entry, from, size);
        }
    }

    private byte[] file(String source) {
        if (!source.equals(lastSource)) {
            lastSource = source;
            boolean isFile = source.startsWith(SOURCE_PREFIX + "/");
            lastFile = isFile ? source.substring(SOURCE_PREFIX.length()).getBytes(StandardCharsets.UTF_8) : new byte[0];
        }
        return lastFile;
    }
}
