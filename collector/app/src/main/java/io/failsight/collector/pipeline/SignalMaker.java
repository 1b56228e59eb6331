package io.failsight.collector.pipeline;

import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.pack.SignalDraft;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.EntryId;
import io.failsight.model.TimeSource;
import io.failsight.model.Utf8;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.Subject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes signals of a finished entry and what its pack said. Immutable; as thread-safe as the entry. */
final class SignalMaker {
    /** The line of a signal is for people to read, and twenty such signals fit a request. */
    private static final int MAX_TEXT_BYTES = 8_192;

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
     * The n-th signal of an entry.
     *
     * @param number 0 for the first
     * @param id the entry's identity
     */
    Signal make(Entry entry, BatchHeader header, SignalDraft draft, int number, EntryId id) {
        String reporter =
                first(text(entry, EntryField.NODE), text(entry, EntryField.HOST), first(header.peer(), collector));
        long time = entry.number(EntryField.TIME);
        return new Signal(
                number == 0 ? id.toString() : id + "#" + (number + 1),
                draft.kind(),
                subject(entry, draft, reporter),
                reporter,
                draft.remote(),
                time,
                entry.timeSource(),
                entry.timeSource() == TimeSource.RECEIPT ? 1 : resolution(time),
                header.receivedNanos(),
                header.source(),
                entry.number(EntryField.SEQUENCE),
                0,
                Signal.UNKNOWN_OFFSET,
                draft.details(),
                body(entry));
    }

    private Subject subject(Entry entry, SignalDraft draft, String reporter) {
        String site = text(entry, EntryField.SITE);
        String cluster = first(text(entry, EntryField.CLUSTER), draft.cluster());
        String node = draft.remote() ? "" : reporter;
        if (!draft.node().isEmpty() && !draft.node().equals(reporter)) {
            byte[] name = draft.node().getBytes(StandardCharsets.UTF_8);
            Topology.Place place = topology.placeOfHost(name, 0, name.length);
            boolean known = place != Topology.Place.UNKNOWN;
            node = known ? utf8(place.node()) : draft.node();
            site = utf8(place.site());
            cluster = known ? first(utf8(place.cluster()), draft.cluster()) : cluster;
        } else if (draft.remote()) {
            site = "";
        }
        return new Subject(site, cluster, node, draft.layer(), draft.component(), draft.resource());
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
