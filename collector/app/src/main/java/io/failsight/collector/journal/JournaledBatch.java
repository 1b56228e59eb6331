package io.failsight.collector.journal;

import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.journal.segment.Segment;
import io.failsight.collector.journal.segment.SegmentReader;

/**
 * A batch read from the journal: valid until the next call of {@link JournalReader#next}. An entry's identity is {@link
 * #incarnation} and {@link #segmentPositionOfPayload} plus the distance of the record from {@link #payloadOffset}.
 */
public final class JournaledBatch {
    private final SegmentReader reader;
    private final BatchHeader header;
    private final long incarnation;
    private final long base;

    JournaledBatch(SegmentReader reader, Segment segment) {
        this.reader = reader;
        this.header = reader.header();
        this.incarnation = segment.incarnation();
        this.base = segment.base();
    }

    public BatchHeader header() {
        return header;
    }

    /** Array that holds the payload; reused. */
    public byte[] bytes() {
        return reader.bytes();
    }

    /** Where in {@link #bytes} the payload starts. */
    public int payloadOffset() {
        return reader.payloadOffset();
    }

    /** Bytes of payload. */
    public int payloadLength() {
        return reader.payloadLength();
    }

    /** Incarnation of the segment. */
    public long incarnation() {
        return incarnation;
    }

    /** Position of the payload's first byte in the segment. */
    public int segmentPositionOfPayload() {
        return reader.payloadPosition();
    }

    /** Global offset of the payload's first byte. */
    public long offsetOfPayload() {
        return base + reader.payloadPosition();
    }

    /** Global offset behind the batch: what to commit when all of it is delivered. */
    public long nextOffset() {
        return base + reader.next();
    }

    /** Records of the journal up to the end of the batch: what {@link JournalReader#moveTo} wants. */
    public long recordsBehind() {
        return reader.recordsBefore() + reader.records();
    }
}
