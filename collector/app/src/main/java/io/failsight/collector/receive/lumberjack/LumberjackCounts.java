package io.failsight.collector.receive.lumberjack;

import java.util.concurrent.atomic.LongAdder;

/** What happened at the Lumberjack door beside the records. Thread-safe. */
public final class LumberjackCounts {
    final LongAdder windows = new LongAdder();
    final LongAdder keepAlives = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder brokenFrames = new LongAdder();
    final LongAdder cutRecords = new LongAdder();

    /** Windows that were acknowledged whole. */
    public long windows() {
        return windows.sum();
    }

    /** Partial acknowledgements that told a waiting sender that we are alive. */
    public long keepAlives() {
        return keepAlives.sum();
    }

    /** Times a batch was put off by the consumer: back-pressure. */
    public long retries() {
        return retries.sum();
    }

    /** Connections that were closed because what they said is not Lumberjack version 2. */
    public long brokenFrames() {
        return brokenFrames.sum();
    }

    /** Events longer than allowed: their beginning was kept. */
    public long cutRecords() {
        return cutRecords.sum();
    }
}
