package io.failsight.collector.journal.segment;

import java.io.IOException;

/** What a segment's file holds is not what was written, unlike a file that cannot be read at the moment. */
public final class DamagedSegmentException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedSegmentException(String message) {
        super(message);
    }
}
