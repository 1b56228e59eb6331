package io.failsight.collector.pipeline;

import io.failsight.collector.intake.BatchHeader;
import io.failsight.model.Bytes;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.JsonText;
import io.failsight.model.Severity;
import io.failsight.model.StorageClass;
import io.failsight.model.TimeSource;
import io.failsight.model.Utf8;
import java.nio.charset.StandardCharsets;

/**
 * Sets what neither decoder nor pack knows: receipt, origin, identity, and defaults for what nobody stated. Belongs to the pipeline's
 * thread.
 */
final class EntryFinisher {
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final byte[] LOG = ascii("log");

    private final Topology topology;
    private final byte[] collector;
    private final byte[] localHost;
    private byte[] source = {};
    private byte[] receiver = {};
    private byte[] peer = {};
    private byte[] fragment = {};
    private boolean local;
    private long receivedNanos;
    private Topology.Place place = Topology.Place.UNKNOWN;

    /**
     * A finisher for one collector.
     *
     * @param collector name of this collector
     * @param localHost host name for what was read on this machine and names no host
     */
    EntryFinisher(Topology topology, String collector, String localHost) {
        this.topology = topology;
        this.collector = collector.getBytes(StandardCharsets.UTF_8);
        this.localHost = localHost.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Announces the batch that the following entries come from. */
    void begin(BatchHeader header) {
        source = header.source().getBytes(StandardCharsets.UTF_8);
        receiver = header.receiver().getBytes(StandardCharsets.UTF_8);
        peer = header.peer().getBytes(StandardCharsets.UTF_8);
        local = header.peer().isEmpty();
        receivedNanos = header.receivedNanos();
        place = topology.placeOf(header);
        fragment = render();
    }

    /** Sets what packs may want to look at. */
    void beforePacks(Entry entry) {
        entry.number(EntryField.OBSERVED, Math.floorDiv(receivedNanos, NANOS_PER_MILLI));
        entry.text(EntryField.RECEIVER, receiver);
        entry.text(EntryField.SOURCE, source);
        entry.text(EntryField.PEER, peer);
    }

    /** Sets identity, and defaults for what nobody stated. */
    void afterPacks(Entry entry, long sequence, int checksum) {
        if (!entry.has(EntryField.TIME) || entry.number(EntryField.TIME) < 0) {
            // The index holds 1970 to 2262; a clock before that was never set.
            entry.time(receivedNanos, TimeSource.RECEIPT);
        }
        if (!entry.has(EntryField.KIND)) {
            entry.text(EntryField.KIND, LOG);
        }
        if (local && !entry.has(EntryField.HOST)) {
            entry.text(EntryField.HOST, localHost);
        }
        setPlace(entry);
        defaultComponent(entry);
        long severity = entry.number(EntryField.SEVERITY);
        if (severity > 0 && severity < Severity.INFO.number() && entry.storageClass() == StorageClass.NORMAL) {
            entry.storageClass(StorageClass.BULKY);
        }
        entry.number(EntryField.SEQUENCE, sequence);
        entry.number(EntryField.CHECKSUM, checksum);
        replaceByFragment(entry);
    }

    /** What all entries of a batch share is rendered once. */
    private void replaceByFragment(Entry entry) {
        entry.remove(EntryField.OBSERVED);
        entry.remove(EntryField.RECEIVER);
        entry.remove(EntryField.SOURCE);
        entry.remove(EntryField.PEER);
        entry.fragment(fragment);
    }

    private byte[] render() {
        Bytes json = new Bytes(256);
        json.add("\"observed\":").addDecimal(Math.floorDiv(receivedNanos, NANOS_PER_MILLI));
        member(json, EntryField.RECEIVER, receiver);
        member(json, EntryField.SOURCE, source);
        member(json, EntryField.COLLECTOR, collector);
        if (peer.length > 0) {
            member(json, EntryField.PEER, peer);
        }
        return json.toByteArray();
    }

    private static void member(Bytes json, EntryField field, byte[] value) {
        json.add(",\"").add(field.jsonName()).add("\":");
        JsonText.quote(value, 0, Utf8.cut(value, 0, value.length, Entry.MAX_KEYWORD_BYTES), json);
    }

    private void setPlace(Entry entry) {
        Topology.Place known = place;
        if (known == Topology.Place.UNKNOWN && topology.knowsHosts() && entry.has(EntryField.HOST)) {
            known = topology.placeOfHost(
                    entry.array(EntryField.HOST), entry.offset(EntryField.HOST), entry.length(EntryField.HOST));
        }
        if (known != Topology.Place.UNKNOWN) {
            entry.text(EntryField.SITE, known.site());
            entry.text(EntryField.CLUSTER, known.cluster());
            entry.text(EntryField.NODE, known.node());
        }
    }

    /** The best name of the part that speaks, where no pack knew better. */
    private static void defaultComponent(Entry entry) {
        if (entry.has(EntryField.COMPONENT)) {
            return;
        }
        EntryField best = entry.has(EntryField.SERVICE)
                ? EntryField.SERVICE
                : entry.has(EntryField.PROGRAM) ? EntryField.PROGRAM : EntryField.UNIT;
        if (entry.has(best)) {
            entry.text(EntryField.COMPONENT, entry.array(best), entry.offset(best), entry.length(best));
        }
    }
}
