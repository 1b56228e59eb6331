package io.failsight.collector.pipeline;

import io.failsight.collector.clock.ClockEstimate;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.pack.SignalDraft;
import io.failsight.collector.watch.Announcer;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.EntryId;
import io.failsight.model.TimeSource;
import io.failsight.model.Utf8;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.Subject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes signals of a finished entry and what its pack said. Immutable; as thread-safe as the entry. */
final class SignalMaker {
    /** The line of a signal is for people to read, and twenty such signals fit a request. */
    private static final int MAX_TEXT_BYTES = 8_192;

    private static final int MAX_PART_CHARACTERS = 512;

    /** A time of receipt is by the collector's own clock, and late by what the line was on its way. */
    private static final long RECEIPT_UNCERTAINTY_NANOS = 1_000_000_000L;

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final long MICRO = 1_000L;

    private final Topology topology;
    private final String collector;

    /** @param collector name of this collector: the reporter of last resort */
    SignalMaker(Topology topology, String collector) {
        this.topology = topology;
        this.collector = collector;
    }

    /**
     * Which signal it is.
     *
     * @param entry the entry's identity
     * @param number 0 for the entry's first signal
     */
    record Identity(EntryId entry, int number) {
        @Override
        public String toString() {
            return number == 0 ? entry.toString() : entry + "#" + (number + 1);
        }
    }

    /** One signal of an entry. */
    Signal make(Entry entry, BatchHeader header, SignalDraft draft, Identity id, ClockEstimate clock) {
        boolean own = header.receiver().equals(Announcer.RECEIVER);
        String reporter = own
                ? collector
                : first(text(entry, EntryField.NODE), text(entry, EntryField.HOST), header.peer(), collector);
        long time = entry.number(EntryField.TIME);
        boolean isReceipt = entry.timeSource() == TimeSource.RECEIPT;
        return new Signal(
                id.toString(),
                draft.kind(),
                subject(entry, draft, reporter),
                reporter,
                draft.remote(),
                time,
                entry.timeSource(),
                isReceipt ? 1 : Math.min(resolution(time), clock.resolutionNanos()),
                header.receivedNanos(),
                header.source(),
                entry.number(EntryField.SEQUENCE),
                isReceipt ? 0 : clock.offsetNanos(),
                isReceipt ? RECEIPT_UNCERTAINTY_NANOS : clock.uncertaintyNanos(),
                details(draft),
                body(entry));
    }

    private Subject subject(Entry entry, SignalDraft draft, String reporter) {
        String site = text(entry, EntryField.SITE);
        String cluster = first(text(entry, EntryField.CLUSTER), draft.cluster());
        String node = draft.remote() ? "" : reporter;
        if (!draft.node().isEmpty() && !draft.node().equals(reporter)) {
            byte[] name = draft.node().getBytes(StandardCharsets.UTF_8);
            Topology.Place place = topology.placeOfHost(name, 0, name.length);
            if (place == Topology.Place.UNKNOWN) {
                place = topology.placeOf(draft.node());
            }
            boolean known = place != Topology.Place.UNKNOWN;
            node = known ? utf8(place.node()) : draft.node();
            site = utf8(place.site());
            cluster = known ? first(utf8(place.cluster()), draft.cluster()) : cluster;
        } else if (draft.remote()) {
            site = "";
        }
        return new Subject(
                cut(site), cut(cluster), cut(node), cut(draft.layer()), cut(draft.component()), cut(draft.resource()));
    }

    private static Map<String, String> details(SignalDraft draft) {
        Map<String, String> details = new HashMap<>();
        draft.details().forEach((key, value) -> details.put(key, cut(value)));
        return details;
    }

    /** A capture may be as long as a line; a signal must fit a request. */
    private static String cut(String text) {
        if (text.length() <= MAX_PART_CHARACTERS) {
            return text;
        }
        boolean isPair = Character.isHighSurrogate(text.charAt(MAX_PART_CHARACTERS - 1));
        return text.substring(0, isPair ? MAX_PART_CHARACTERS - 1 : MAX_PART_CHARACTERS);
    }

    /** The step of the clock as the time was written, as far as one time shows it. */
    static long resolution(long timeNanos) {
        if (timeNanos % SECOND == 0) {
            return SECOND;
        }
        return timeNanos % MILLI == 0 ? MILLI : timeNanos % MICRO == 0 ? MICRO : 1;
    }

    private static String body(Entry entry) {
        if (!entry.has(EntryField.BODY)) {
            return "";
        }
        byte[] bytes = entry.array(EntryField.BODY);
        int offset = entry.offset(EntryField.BODY);
        int length = Utf8.cut(bytes, offset, entry.length(EntryField.BODY), MAX_TEXT_BYTES);
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    private static String text(Entry entry, EntryField field) {
        String text = entry.string(field);
        return text == null ? "" : text;
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String first(String... texts) {
        return List.of(texts).stream()
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }
}
