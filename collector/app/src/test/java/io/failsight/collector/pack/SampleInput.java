package io.failsight.collector.pack;

import io.failsight.collector.decode.json.JsonDecoder;
import io.failsight.collector.decode.syslog.SyslogDecoder;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes entries of a sample's lines: {@code syslog} and {@code json} through the decoders, {@code text} as a file's lines with the whole
 * record in the message.
 *
 * @param as text, syslog or json
 * @param receiver receiver's id
 * @param file path of the log file, empty for none
 * @param observed time of receipt
 */
record SampleInput(String as, String receiver, String file, Instant observed) {
    /** The records of a sample: its lines, joined where the pack says so. */
    List<String> records(String content, PackSet packs) {
        String[] lines = content.split("\n");
        if (!as.equals("text")) {
            return List.of(lines);
        }
        Optional<RecordStart> start = packs.recordStart(file, lines[0].getBytes(StandardCharsets.UTF_8));
        List<String> records = new ArrayList<>();
        for (String line : lines) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            boolean begins = start.isEmpty() || start.get().begins(bytes, 0, bytes.length);
            if (begins || records.isEmpty()) {
                records.add(line);
            } else {
                records.add(records.removeLast() + "\n" + line);
            }
        }
        return records;
    }

    /** Gives every record of a sample to {@code consumer} as an entry, decoded and with what the pipeline sets before packs. */
    void decode(String content, PackSet packs, Consumer<Entry> consumer) {
        Entry own = new Entry();
        JsonDecoder json = new JsonDecoder(ZoneOffset.UTC);
        SyslogDecoder syslog = new SyslogDecoder(ZoneOffset.UTC);
        for (String record : records(content, packs)) {
            byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
            own.clear();
            switch (as) {
                case "text" -> {
                    own.text(EntryField.BODY, bytes);
                    own.text(EntryField.PARSE, "unmatched");
                    consumer.accept(finish(own));
                }
                case "json" ->
                    json.decode(
                            header(Content.JSON),
                            bytes,
                            0,
                            bytes.length,
                            (entry, at, length) -> consumer.accept(finish(entry)));
                case "syslog" ->
                    syslog.decode(
                            header(Content.SYSLOG),
                            bytes,
                            0,
                            bytes.length,
                            (entry, at, length) -> consumer.accept(finish(entry)));
                default -> throw new IllegalArgumentException("a sample is text, syslog or json, not: " + as);
            }
        }
    }

    private BatchHeader header(Content content) {
        long nanos = observed.getEpochSecond() * 1_000_000_000L;
        return new BatchHeader(content, Framing.LINES, receiver, "sample", "", nanos, 1, "");
    }

    private Entry finish(Entry entry) {
        entry.number(EntryField.OBSERVED, observed.toEpochMilli());
        entry.text(EntryField.RECEIVER, receiver);
        entry.text(EntryField.FILE, file);
        return entry;
    }
}
