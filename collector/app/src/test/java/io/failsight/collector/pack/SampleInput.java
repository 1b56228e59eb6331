package io.failsight.collector.pack;

import io.failsight.collector.decode.syslog.SyslogDecoder;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.Severity;
import io.failsight.model.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.yaml.snakeyaml.Yaml;

/**
 * Makes entries of a sample's lines as decoders would: {@code text} puts the record into the message, {@code syslog} is the real
 * decoder, {@code json} stands in for one with the fields that the samples need.
 *
 * @param as text, syslog or json
 * @param receiver receiver's id
 * @param file path of the log file, empty for none
 * @param observed time of receipt
 */
record SampleInput(String as, String receiver, String file, Instant observed) {
    private static final Map<String, EntryField> JSON_FIELDS = Map.of(
            "message", EntryField.BODY,
            "logger_name", EntryField.LOGGER,
            "thread_name", EntryField.THREAD,
            "loggerName", EntryField.LOGGER,
            "threadName", EntryField.THREAD,
            "level", EntryField.SEVERITY_TEXT,
            "stack_trace", EntryField.STACK_TRACE);

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
                case "json" -> {
                    fillJson(own, record);
                    consumer.accept(finish(own));
                }
                case "syslog" ->
                    syslog.decode(
                            header(), bytes, 0, bytes.length, (entry, at, length) -> consumer.accept(finish(entry)));
                default -> throw new IllegalArgumentException("a sample is text, syslog or json, not: " + as);
            }
        }
    }

    private BatchHeader header() {
        long nanos = observed.getEpochSecond() * 1_000_000_000L;
        return new BatchHeader(Content.SYSLOG, Framing.LINES, receiver, "sample", "", nanos, 1, "");
    }

    private Entry finish(Entry entry) {
        entry.number(EntryField.OBSERVED, observed.toEpochMilli());
        entry.text(EntryField.RECEIVER, receiver);
        entry.text(EntryField.FILE, file);
        return entry;
    }

    private static void fillJson(Entry entry, String record) {
        Map<String, Object> object = new Yaml().load(record);
        object.forEach((key, value) -> {
            EntryField field = JSON_FIELDS.get(key);
            String text = String.valueOf(value);
            if (field != null) {
                entry.text(field, text);
            } else if (key.endsWith("timestamp")) {
                Instant time = java.time.OffsetDateTime.parse(text).toInstant();
                entry.time(time.getEpochSecond() * 1_000_000_000L + time.getNano(), TimeSource.PARSED);
            } else {
                entry.attribute(key, text);
            }
        });
        byte[] level = String.valueOf(object.get("level")).getBytes(StandardCharsets.UTF_8);
        entry.number(
                EntryField.SEVERITY, Severity.ofName(level, 0, level.length).number());
        entry.text(EntryField.PARSE, "parsed");
    }
}
