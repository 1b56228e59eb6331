package io.failsight.collector.journal;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.Outcome;
import io.failsight.collector.journal.segment.BatchLayout;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A batch whose sender waits. Made by the sender's thread, written by the forcing thread; fields that change are guarded by the journal's lock. */
final class PendingBatch {
    private static final byte[] NOTHING = {};

    final Batch batch;
    final BatchLayout.Texts texts;
    final CRC32C sum = new CRC32C();
    final int sizeBytes;
    /** Under which name the bytes are accounted. */
    String account = "";

    long endOffset;

    @Nullable
    Outcome outcome;

    PendingBatch(Batch batch) {
        this.batch = batch;
        this.texts = new BatchLayout.Texts(
                utf8(batch.header().receiver()),
                utf8(batch.header().source()),
                utf8(batch.header().peer()),
                utf8(batch.header().cursor()));
        this.sizeBytes = texts.headerBytes() + batch.length();
        sum.update(batch.bytes(), batch.offset(), batch.length());
    }

    private static byte[] utf8(String text) {
        return text.isEmpty() ? NOTHING : text.getBytes(StandardCharsets.UTF_8);
    }
}
