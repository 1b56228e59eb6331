package io.failsight.collector.decode.syslog;

import io.failsight.collector.decode.Decoder;
import io.failsight.collector.decode.EntryConsumer;
import io.failsight.collector.decode.json.JsonReader;
import io.failsight.collector.decode.time.IsoTime;
import io.failsight.collector.decode.time.LocalZone;
import io.failsight.collector.decode.time.MonthTime;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.LineFeeds;
import io.failsight.collector.intake.RecordReader;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * Decodes syslog: RFC 5424, RFC 3164 and the deviations that senders have. {@code parse} is {@code parsed} when a header was
 * understood, {@code unmatched} when there is none (the whole line is the body), {@code failed} when one started and is broken. {@code
 * raw} holds the record where it says more than the fields do. Times without zone are in the configured zone; a clock that says it was
 * never set gives way to the time of receipt. A message that starts with {@code @cee:} is read as JSON. Not thread-safe.
 */
public final class SyslogDecoder implements Decoder {
    private static final byte[] PARSED = bytes("parsed");
    private static final byte[] UNMATCHED = bytes("unmatched");
    private static final byte[] FAILED = bytes("failed");
    private static final byte[] COOKIE = bytes("@cee:");
    private static final byte[] BAD_PRIORITY = bytes("syslog PRI above 191");
    private static final byte[] BAD_STRUCTURED_DATA = bytes("syslog structured data malformed or missing");

    private final Entry entry = new Entry();
    private final RecordReader records = new RecordReader();
    private final Rfc5424 rfc5424;
    private final LegacyHeader header;
    private final Legacy legacy;
    private final JsonReader json;

    /** A decoder that takes times without zone to be in the system's. */
    public SyslogDecoder() {
        this(ZoneId.systemDefault());
    }

    /** @param zone zone of times that name none */
    public SyslogDecoder(ZoneId zone) {
        LocalZone local = new LocalZone(zone);
        IsoTime isoTime = new IsoTime(local);
        MonthTime monthTime = new MonthTime(local);
        rfc5424 = new Rfc5424(isoTime);
        header = new LegacyHeader(isoTime, monthTime);
        legacy = new Legacy(monthTime);
        json = new JsonReader(isoTime);
    }

    @Override
    public void decode(BatchHeader batch, byte[] bytes, int offset, int length, EntryConsumer consumer) {
        records.reset(batch.framing(), bytes, offset, length);
        while (records.next()) {
            int from = records.offset();
            int size = records.length();
            entry.clear();
            decodeRecord(bytes, from, from + size, batch.receivedNanos());
            consumer.accept(entry, from, size);
        }
    }

    private void decodeRecord(byte[] bytes, int from, int recordEnd, long receivedNanos) {
        int end = recordEnd;
        while (end > from && (bytes[end - 1] == '\r' || bytes[end - 1] == 0 || bytes[end - 1] == '\n')) {
            end--;
        }
        int at = from;
        while (at < end && LineFeeds.isBlank(bytes[at])) {
            at++;
        }
        int behindPriority = Priority.end(bytes, at, end);
        if (behindPriority < 0) {
            withoutPriority(bytes, from, at, end, receivedNanos);
        } else {
            int priority = Priority.value(bytes, at, behindPriority);
            if (priority > Priority.MAX) {
                entry.text(EntryField.BODY, bytes, from, end - from);
                fail(BAD_PRIORITY);
            } else {
                Priority.set(priority, entry);
                withPriority(bytes, from, behindPriority, end, receivedNanos);
            }
        }
        if (entry.has(EntryField.BODY)) {
            cookie(from, end);
        }
        if (!entry.has(EntryField.TIME)) {
            entry.time(receivedNanos, TimeSource.RECEIPT);
        }
        if (!entry.has(EntryField.BODY)) {
            entry.text(EntryField.RAW, bytes, from, recordEnd - from);
        }
    }

    private void withPriority(byte[] bytes, int from, int at, int end, long receivedNanos) {
        entry.text(EntryField.PARSE, PARSED);
        switch (rfc5424.parse(bytes, at, end, entry)) {
            case WHOLE -> {}
            case PARTLY -> entry.text(EntryField.RAW, bytes, from, end - from);
            case BAD_STRUCTURED_DATA -> {
                fail(BAD_STRUCTURED_DATA);
                entry.text(EntryField.RAW, bytes, from, end - from);
            }
            case OTHER_FORMAT -> {
                int text = Legacy.skipSpaces(bytes, at, end);
                if (!legacyLine(bytes, text, end, receivedNanos)) {
                    entry.text(EntryField.RAW, bytes, from, end - from);
                }
            }
        }
    }

    /** Reads a line in RFC 3164's manner; false when a part of it is in no field. */
    private boolean legacyLine(byte[] bytes, int at, int end, long receivedNanos) {
        if (header.parse(bytes, at, end, receivedNanos, entry)) {
            return legacy.parse(bytes, header.next(), end, receivedNanos, entry) & header.isTimeUsed();
        }
        if (legacy.snareLine(bytes, at, end, receivedNanos, entry)) {
            return true;
        }
        return legacy.text(bytes, at, end, entry);
    }

    /** Without a PRI only a time makes a line syslog's. */
    private void withoutPriority(byte[] bytes, int from, int at, int end, long receivedNanos) {
        boolean timed = header.parse(bytes, at, end, receivedNanos, entry);
        if (timed) {
            entry.text(EntryField.PARSE, PARSED);
            boolean whole = legacy.parse(bytes, header.next(), end, receivedNanos, entry) & header.isTimeUsed();
            if (!whole) {
                entry.text(EntryField.RAW, bytes, from, end - from);
            }
        } else if (legacy.snareLine(bytes, at, end, receivedNanos, entry)) {
            entry.text(EntryField.PARSE, PARSED);
        } else {
            entry.text(EntryField.PARSE, UNMATCHED);
            entry.text(EntryField.BODY, bytes, from, end - from);
        }
    }

    /** Reads a body that Lumberjack's cookie says is JSON; what the header said stays. */
    private void cookie(int from, int end) {
        byte[] bytes = entry.array(EntryField.BODY);
        int offset = entry.offset(EntryField.BODY);
        int length = entry.length(EntryField.BODY);
        int object = offset + COOKIE.length;
        if (bytes[offset] != '@'
                || length <= COOKIE.length
                || !Arrays.equals(bytes, offset, object, COOKIE, 0, COOKIE.length)) {
            return;
        }
        entry.remove(EntryField.BODY);
        if (!json.read(bytes, object, offset + length, entry)) {
            entry.text(EntryField.PARSE, FAILED);
            entry.text(EntryField.PARSE_REASON, json.reason());
            entry.text(EntryField.RAW, bytes, from, end - from);
            entry.text(EntryField.BODY, bytes, offset, length);
        } else if (!entry.has(EntryField.BODY)) {
            entry.text(EntryField.BODY, bytes, offset, length);
        }
    }

    private void fail(byte[] reason) {
        entry.text(EntryField.PARSE, FAILED);
        entry.text(EntryField.PARSE_REASON, reason);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
