package io.failsight.collector.receive.lumberjack;

import java.io.IOException;

/** What a sender says is not Lumberjack version 2, or beyond the limits; the message completes the sentence "the sender ...". */
final class BrokenFrameException extends IOException {
    private static final long serialVersionUID = 1;

    BrokenFrameException(String message) {
        super(message);
    }
}
