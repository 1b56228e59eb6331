package io.failsight.collector.pack;

import io.failsight.collector.pack.RecognitionIndex.Candidate;
import io.failsight.collector.pack.template.Captures;
import io.failsight.collector.pack.template.LocalTimes;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.Severity;
import io.failsight.model.StorageClass;
import io.failsight.model.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies packs to entries: recognises the product, takes the line apart, sets the fields. Never throws for what an entry says, and
 * takes time linear in its length. An entry that no pack recognises stays as it was. Not thread-safe: one a thread, from
 * {@link PackSet#matcher}.
 */
public final class PackMatcher implements EntryMatcher {
    private static final byte[] PARSED = "parsed".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNMATCHED = "unmatched".getBytes(StandardCharsets.US_ASCII);
    /** Most digits that are sure to fit a {@code long}. */
    private static final int MAX_DIGITS = 18;

    private final Captures captures = new Captures();
    private final Recogniser recogniser;
    private final ProfileChooser profiles;
    /** Rules with signals that the entry matched. */
    private final List<Rule> signalling = new ArrayList<>();

    private final Map<ZoneId, LocalTimes> zones = new HashMap<>();

    PackMatcher(RecognitionIndex index, ProfileChooser profiles) {
        recogniser = new Recogniser(index, captures);
        this.profiles = profiles;
    }

    @Override
    public List<SignalDraft> apply(Entry entry) {
        captures.startEntry();
        if (!signalling.isEmpty()) {
            signalling.clear();
        }
        Candidate found = recogniser.find(entry, null);
        if (found == null) {
            return List.of();
        }
        boolean split = split(entry, found.pack());
        if (split && found.pack().envelope()) {
            found.recognition().set().fill(entry);
            found.pack().set().fill(entry);
            Candidate inner = recogniser.find(entry, found.pack());
            if (inner != null) {
                return parse(entry, inner, split(entry, inner.pack()));
            }
        }
        return parse(entry, found, split);
    }

    private List<SignalDraft> parse(Entry entry, Candidate candidate, boolean split) {
        Pack pack = candidate.pack();
        boolean matched = rule(entry, pack);
        for (int i = 0; i < pack.others().size(); i++) {
            other(entry, pack, pack.others().get(i));
        }
        candidate.recognition().set().fill(entry);
        pack.set().fill(entry);
        entry.text(EntryField.PACK, pack.label());
        if (split || matched || candidate.recognition().structured()) {
            entry.text(EntryField.PARSE, PARSED);
        } else if (!entry.has(EntryField.PARSE_REASON)) {
            entry.text(EntryField.PARSE, UNMATCHED);
        }
        return signalling.isEmpty() ? List.of() : signals(entry, pack);
    }

    private List<SignalDraft> signals(Entry entry, Pack pack) {
        entry.text(EntryField.SIGNAL, signalling.get(0).signals().get(0).kindId());
        entry.storageClass(StorageClass.KEEP);
        String profile = profiles.profileOf(entry);
        List<SignalDraft> drafts = new ArrayList<>();
        for (Rule rule : signalling) {
            for (SignalSpec spec : rule.signals()) {
                SignalDraft draft = spec.draft(entry, pack.words(), profile);
                drafts.add(draft);
                if (!entry.has(EntryField.RESOURCE) && !draft.resource().isEmpty()) {
                    entry.text(EntryField.RESOURCE, draft.resource());
                }
            }
        }
        return List.copyOf(drafts);
    }

    private boolean split(Entry entry, Pack pack) {
        if (pack.splits().isEmpty() || !entry.has(EntryField.BODY)) {
            return false;
        }
        byte[] bytes = entry.array(EntryField.BODY);
        int from = entry.offset(EntryField.BODY);
        int to = from + entry.length(EntryField.BODY);
        Rule rule = pack.splits().find(bytes, from, trimmedEnd(bytes, from, to), captures);
        if (rule == null) {
            return false;
        }
        take(entry, pack, rule, bytes);
        if (!rule.replacesBody()) {
            return true;
        }
        if (!rule.template().isLossless()) {
            keepRaw(entry, bytes, from, to);
        } else if (isSpan(entry, bytes, from)) {
            entry.remove(EntryField.RAW);
        }
        return true;
    }

    private boolean rule(Entry entry, Pack pack) {
        if (pack.rules().isEmpty() || !entry.has(EntryField.BODY)) {
            return false;
        }
        byte[] bytes = entry.array(EntryField.BODY);
        int from = entry.offset(EntryField.BODY);
        int to = from + entry.length(EntryField.BODY);
        int end = trimmedEnd(bytes, from, to);
        Rule rule = pack.rules().find(bytes, trimmedStart(bytes, from, end), end, captures);
        if (rule == null) {
            return false;
        }
        take(entry, pack, rule, bytes);
        if (rule.replacesBody()) {
            keepRaw(entry, bytes, from, to);
        }
        return true;
    }

    private void other(Entry entry, Pack pack, Rule rule) {
        if (!entry.has(rule.on())) {
            return;
        }
        byte[] bytes = entry.array(rule.on());
        int from = entry.offset(rule.on());
        int to = trimmedEnd(bytes, from, from + entry.length(rule.on()));
        if (rule.template().matches(bytes, from, to, captures)) {
            take(entry, pack, rule, bytes);
        }
    }

    private static int trimmedEnd(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && bytes[end - 1] >= 0 && bytes[end - 1] <= ' ') {
            end--;
        }
        return end;
    }

    private static int trimmedStart(byte[] bytes, int from, int to) {
        int start = from;
        while (start < to && (bytes[start] == ' ' || bytes[start] == '\t')) {
            start++;
        }
        return start;
    }

    private static boolean isSpan(Entry entry, byte[] bytes, int from) {
        return entry.has(EntryField.RAW)
                && entry.array(EntryField.RAW) == bytes
                && entry.offset(EntryField.RAW) == from;
    }

    private static void keepRaw(Entry entry, byte[] bytes, int from, int to) {
        if (!entry.has(EntryField.RAW)) {
            entry.text(EntryField.RAW, bytes, from, to - from);
        }
    }

    private void take(Entry entry, Pack pack, Rule rule, byte[] bytes) {
        for (int i = 0; i < captures.size(); i++) {
            Target target = rule.target(captures.slot(i));
            int from = captures.from(i);
            int length = captures.to(i) - from;
            EntryField field = target.field();
            if (field == null) {
                if (length > 0) {
                    entry.attribute(target.key(), 0, target.key().length, bytes, from, length);
                }
            } else if (target.kind() == Target.Kind.TIME) {
                takeTime(entry, pack.zone());
            } else if (length > 0) {
                takeField(entry, pack, target.kind(), field, bytes, from, length);
            }
        }
        rule.set().replace(entry);
        if (!rule.signals().isEmpty()) {
            signalling.add(rule);
        }
    }

    private static void takeField(
            Entry entry, Pack pack, Target.Kind kind, EntryField field, byte[] bytes, int from, int length) {
        switch (kind) {
            case TEXT -> entry.text(field, bytes, from, length);
            case NUMBER -> takeNumber(entry, field, bytes, from, length);
            case SEVERITY -> {
                Severity severity = pack.severities().of(bytes, from, length);
                if (severity != Severity.UNKNOWN) {
                    entry.number(EntryField.SEVERITY, severity.number());
                }
                entry.text(EntryField.SEVERITY_TEXT, bytes, from, length);
            }
            case TIME, ATTRIBUTE -> throw new IllegalStateException("not a field's kind: " + kind);
        }
    }

    /** Numbers that do not fit are dropped: the message still has them. */
    private static void takeNumber(Entry entry, EntryField field, byte[] bytes, int from, int length) {
        boolean signed = bytes[from] == '-' || bytes[from] == '+';
        int first = signed ? from + 1 : from;
        int end = from + length;
        if (end == first || end - first > MAX_DIGITS) {
            return;
        }
        long value = 0;
        for (int i = first; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return;
            }
            value = value * 10 + digit;
        }
        entry.number(field, bytes[from] == '-' ? -value : value);
    }

    private void takeTime(Entry entry, ZoneId zone) {
        LocalTimes times = localTimes(zone);
        long nanos = times.epochNanos(captures.time(), entry.number(EntryField.OBSERVED));
        if (nanos != LocalTimes.UNKNOWN) {
            boolean complete = LocalTimes.isComplete(captures.time());
            entry.time(nanos, complete ? TimeSource.PARSED : TimeSource.ZONE_ASSUMED);
        }
    }

    private LocalTimes localTimes(ZoneId zone) {
        @Nullable LocalTimes known = zones.get(zone);
        if (known == null) {
            known = new LocalTimes(zone);
            zones.put(zone, known);
        }
        return known;
    }
}
