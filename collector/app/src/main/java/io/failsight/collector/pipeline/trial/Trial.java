package io.failsight.collector.pipeline.trial;

import io.failsight.collector.decode.Decoder;
import io.failsight.collector.decode.syslog.SyslogDecoder;
import io.failsight.collector.decode.text.TextDecoder;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.pack.PackMatcher;
import io.failsight.collector.pack.PackSet;
import io.failsight.collector.pack.SignalDraft;
import io.failsight.collector.pipeline.RecordStarts;
import io.failsight.model.EntryField;
import io.failsight.model.EntryWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Runs the lines of a file through decoders and packs, as the collector would. Used by one thread. */
final class Trial {
    /** How lines come in. */
    enum Way {
        /** As lines of a file that is followed; JSON objects are taken apart. */
        FILE,
        /** As syslog messages, with or without priority. */
        SYSLOG
    }

    private final PackSet packs;
    private final ZoneId zone;
    private final Instant observed;

    /**
     * A trial.
     *
     * @param zone zone of senders that state none
     * @param observed time of receipt, near which a missing year or date is looked for
     */
    Trial(PackSet packs, ZoneId zone, Instant observed) {
        this.packs = packs;
        this.zone = zone;
        this.observed = observed;
    }

    /** The way in which the pack takes most records of the file; a file where neither is better. */
    Way bestWay(String pack, String path, byte[] content) {
        long file = taken(pack, run(Way.FILE, path, content));
        long syslog = taken(pack, run(Way.SYSLOG, path, content));
        return syslog > file ? Way.SYSLOG : Way.FILE;
    }

    private static long taken(String pack, List<TrialRecord> records) {
        return records.stream()
                .filter(record -> record.isParsed() && record.pack().startsWith(pack + "@"))
                .count();
    }

    /** What becomes of every record. */
    List<TrialRecord> run(Way way, String path, byte[] content) {
        List<TrialRecord> records = new ArrayList<>();
        PackMatcher matcher = packs.matcher();
        EntryWriter writer = new EntryWriter();
        Decoder decoder = switch (way) {
            case FILE -> new TextDecoder(zone);
            case SYSLOG -> new SyslogDecoder(zone);
        };
        long nanos = observed.getEpochSecond() * 1_000_000_000L + observed.getNano();
        BatchHeader header = switch (way) {
            case FILE -> new BatchHeader(Content.TEXT, Framing.WHOLE, "file", "file" + path, "", nanos, 1, "");
            case SYSLOG -> new BatchHeader(Content.SYSLOG, Framing.WHOLE, "syslog", "syslog/trial", "", nanos, 1, "");
        };
        for (Span span : spans(way, path, content)) {
            decoder.decode(header, content, span.from(), span.to() - span.from(), (entry, at, length) -> {
                entry.number(EntryField.OBSERVED, observed.toEpochMilli());
                entry.text(EntryField.RECEIVER, header.receiver());
                List<SignalDraft> signals = matcher.apply(entry);
                records.add(TrialRecord.of(span.line(), entry, signals, writer));
            });
        }
        return records;
    }

    /** One record: its first line from 1, and its bytes. */
    private record Span(int line, int from, int to) {}

    private List<Span> spans(Way way, String path, byte[] content) {
        List<Span> spans = new ArrayList<>();
        RecordStarts starts = new RecordStarts(() -> packs);
        int line = 0;
        for (int from = 0; from < content.length; line++) {
            int end = from;
            while (end < content.length && content[end] != '\n') {
                end++;
            }
            int to = end > from && content[end - 1] == '\r' ? end - 1 : end;
            boolean begins = way == Way.SYSLOG || starts.begins(path, content, from, to - from) || spans.isEmpty();
            if (!begins) {
                Span before = spans.removeLast();
                spans.add(new Span(before.line(), before.from(), to));
            } else if (to > from) {
                spans.add(new Span(line + 1, from, to));
            }
            from = end + 1;
        }
        return spans;
    }

    /** Text of a file that may begin with a byte order mark. */
    static byte[] withoutMark(byte[] content) {
        String text = new String(content, 0, Math.min(3, content.length), StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? java.util.Arrays.copyOfRange(content, 3, content.length) : content;
    }
}
