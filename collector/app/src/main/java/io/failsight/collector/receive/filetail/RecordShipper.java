package io.failsight.collector.receive.filetail;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.intake.Outcome;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.filetail.text.ContentSniffer.Finding;
import io.failsight.collector.receive.filetail.text.RecordCutter;
import io.failsight.collector.receive.filetail.text.RecordCutter.Closing;
import io.failsight.collector.receive.filetail.text.RecordStart;
import io.failsight.collector.receive.filetail.text.TextEncoding;
import java.io.IOException;
import java.time.Duration;

/**
 * Takes the next piece of a file to the consumer and moves the file's position when the piece is durable. Its buffers serve all
 * files. Used by one thread.
 */
final class RecordShipper {
    private final FileTailConfig config;
    private final ReceiverContext context;
    private final FileTailCounts counts;
    private final RecordCutter cutter;
    private final byte[] piece;

    /** What became of a piece. */
    sealed interface Shipment {
        /** Something was taken in or passed over. */
        record Moved() implements Shipment {}

        /** No record is complete yet. */
        record Nothing() implements Shipment {}

        /** The consumer wants it later; the position did not move. */
        record PutOff(Duration after) implements Shipment {}

        /** The file is not what it was when it was read last. */
        record Overwritten() implements Shipment {}

        /** The file holds no text. */
        record NoText() implements Shipment {}
    }

    private static final Shipment MOVED = new Shipment.Moved();
    private static final Shipment NOTHING = new Shipment.Nothing();
    private static final Shipment OVERWRITTEN = new Shipment.Overwritten();
    private static final Shipment NO_TEXT = new Shipment.NoText();

    RecordShipper(FileTailConfig config, RecordStart start, ReceiverContext context, FileTailCounts counts) {
        this.config = config;
        this.context = context;
        this.counts = counts;
        this.cutter = new RecordCutter(start, config.maxLineBytes(), config.maxRecordBytes(), config.maxRecordLines());
        this.piece = new byte
                [Math.max(config.readBytes(), RecordCutter.pieceBytes(config.maxLineBytes(), config.maxRecordBytes()))];
    }

    /**
     * Ships what lies between the file's position and {@code size}, at most one piece of it.
     *
     * @param atEnd what becomes of the last record when the piece reaches {@code size}
     */
    Shipment ship(TailedFile file, Generation generation, long size, Closing atEnd) throws IOException {
        TextEncoding encoding = switch (generation.finding(config.encoding())) {
            case Finding.Text text -> text.encoding();
            case Finding.Binary ignored -> null;
            case Finding.Undecided ignored -> TextEncoding.UTF_8_OR_WINDOWS_1252;
        };
        if (encoding == null) {
            return NO_TEXT;
        }
        boolean isUndecided = generation.finding(config.encoding()) instanceof Finding.Undecided;
        if (isUndecided && atEnd != Closing.END) {
            return NOTHING;
        }
        int length = readAndCut(file, generation, encoding, size, atEnd);
        // Looked at after the read: had the file been emptied before, it would show now.
        if (!generation.isUnchanged()) {
            return OVERWRITTEN;
        }
        Fingerprint moved = generation.print().moved(piece, cutter.consumed(), length);
        if (cutter.consumed() == 0) {
            generation.noteAhead(moved);
            return NOTHING;
        }
        FileCursor cursor = new FileCursor(
                generation.identity(),
                generation.position() + cutter.consumed(),
                moved.checksum(),
                cutter.isWithinCutLine(),
                context.clock().millis());
        if (cutter.records() > 0) {
            Outcome outcome = handOver(file.source(), cursor);
            if (outcome instanceof Outcome.RetryLater later) {
                counts.retries.increment();
                generation.noteAhead(generation.print().moved(piece, 0, length));
                return new Shipment.PutOff(later.after());
            }
            if (outcome instanceof Outcome.Refused) {
                counts.refusedBatches.increment();
            }
        }
        counts.cutLines.add(cutter.cutLines());
        generation.moveTo(cursor, moved);
        return MOVED;
    }

    /** Notes that something of a file will never be read; 0 bytes when nobody knows how much. */
    void lost(TailedFile file, long bytes, String reason) {
        context.counts().lost(new IntakeCounts.Loss(file.source(), 0, bytes, reason));
    }

    private int readAndCut(TailedFile file, Generation generation, TextEncoding encoding, long size, Closing atEnd)
            throws IOException {
        long left = size - generation.position();
        int length = (int) Math.min(left, config.readBytes());
        while (true) {
            int read = generation.read(piece, length);
            cutter.cut(
                    file.path().toString(),
                    encoding,
                    piece,
                    read,
                    generation.position() == 0,
                    generation.isWithinCutLine(),
                    read == left ? atEnd : Closing.OPEN);
            if (cutter.consumed() > 0 || read < length || length == Math.min(left, piece.length)) {
                return read;
            }
            length = (int) Math.min(left, piece.length);
        }
    }

    private Outcome handOver(String source, FileCursor cursor) {
        BatchHeader header = new BatchHeader(
                Content.TEXT,
                Framing.LENGTH_PREFIXED,
                FileTailConfig.ID,
                source,
                "",
                context.nowNanos(),
                cutter.records(),
                cursor.text());
        Batch batch =
                new Batch(header, cutter.payload().array(), 0, cutter.payload().length());
        return context.consumer().accept(batch, config.timing().consumerPatience());
    }
}
