package io.failsight.collector.pack;

import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.Severity;
import io.failsight.model.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/**
 * Makes entries of a sample's lines as decoders would: {@code text} puts the record into the message, {@code syslog} and {@code json}
 * stand in for the decoders of those names with the plain case only.
 *
 * @param as text, syslog or json
 * @param receiver receiver's id
 * @param file path of the log file, empty for none
 * @param observed time of receipt
 */
record SampleInput(String as, String receiver, String file, Instant observed) {
    private static final Pattern HEADER = Pattern.compile(
            "(?:<(\\d{1,3})>)?([A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d) (\\S+) ([^:\\[]+)(?:\\[(\\d+)])?: ?(.*)",
            Pattern.DOTALL);
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

    /** Fills an entry with one record. */
    void fill(Entry entry, String record) {
        entry.clear();
        entry.number(EntryField.OBSERVED, observed.toEpochMilli());
        entry.text(EntryField.RECEIVER, receiver);
        entry.text(EntryField.FILE, file);
        switch (as) {
            case "text" -> {
                entry.text(EntryField.BODY, record);
                entry.text(EntryField.PARSE, "unmatched");
            }
            case "syslog" -> fillSyslog(entry, record);
            case "json" -> fillJson(entry, record);
            default -> throw new IllegalArgumentException("a sample is text, syslog or json, not: " + as);
        }
    }

    private static void fillSyslog(Entry entry, String record) {
        Matcher header = HEADER.matcher(record);
        if (!header.matches()) {
            entry.text(EntryField.BODY, record);
            entry.text(EntryField.PARSE, "unmatched");
            return;
        }
        if (header.group(1) != null) {
            int code = Integer.parseInt(header.group(1)) & 7;
            entry.number(EntryField.SEVERITY, Severity.numberOfSyslog(code));
        }
        entry.text(EntryField.HOST, header.group(3));
        entry.text(EntryField.PROGRAM, header.group(4));
        if (header.group(5) != null) {
            entry.number(EntryField.PID, Long.parseLong(header.group(5)));
        }
        entry.text(EntryField.BODY, header.group(6));
        entry.text(EntryField.PARSE, "parsed");
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
