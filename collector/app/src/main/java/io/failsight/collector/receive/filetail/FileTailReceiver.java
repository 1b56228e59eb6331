package io.failsight.collector.receive.filetail;

import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.StopSignal;
import io.failsight.collector.receive.filetail.text.RecordStart;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows log files. Each path is a source ({@code file/var/log/app.log}); each batch carries where to go on, so that after a restart with
 * {@code Journal.cursors()} every line is taken once.
 *
 * <ul>
 *   <li>At the very first start (no cursors) only the last {@link FileTailConfig#startTailBytes()} of each file are read;
 *       files that appear later are read from their beginning. After a restart, a file without cursor is read from its beginning
 *       when it was made since (or shortly before) the last sign of life, else only its end.
 *   <li>A renamed file is followed until its writer lets go of it, then the next one; files that were rotated several times while
 *       nobody looked are found by the numbers or dates in their names. A file that was copied and truncated goes on in its copy.
 *       What a program writes to a renamed file after the new one has content and the grace is over, is not read.
 *   <li>A last line without line end waits for it until the file is rotated or deleted.
 *   <li>Compressed files, files that are not text, and files that rotation has put aside are not followed.
 * </ul>
 *
 * <p>One thread, one batch a file and round. Thread-safe.
 */
public final class FileTailReceiver implements Receiver {
    private static final Logger LOG = System.getLogger(FileTailReceiver.class.getName());

    private final FileTailConfig config;
    private final StopSignal stop = new StopSignal();
    private final FileTailCounts counts = new FileTailCounts();
    private final FollowedFiles files;
    private @Nullable Thread thread;

    /** A receiver that recognises records as most programs write them. */
    public FileTailReceiver(FileTailConfig config, ReceiverContext context, Map<String, String> cursors) {
        this(config, context, cursors, RecordStart.usual());
    }

    /**
     * @param cursors last durable cursor of each source, as the journal gives them; those of other receivers are ignored
     * @param start which lines begin records; called by one thread
     */
    public FileTailReceiver(
            FileTailConfig config, ReceiverContext context, Map<String, String> cursors, RecordStart start) {
        this.config = config;
        this.files = new FollowedFiles(config, context, counts, cursors, start);
    }

    @Override
    public String id() {
        return FileTailConfig.ID;
    }

    /** Always -1: files are not reached through a port. */
    @Override
    public int port() {
        return -1;
    }

    /** What it counts beside records. */
    public FileTailCounts counts() {
        return counts;
    }

    @Override
    public synchronized void start() throws IOException {
        if (thread != null || stop.isStopped()) {
            throw new IllegalStateException(id() + " was started or closed before");
        }
        thread = Thread.ofPlatform().daemon().name("file-tail").start(this::followUntilStopped);
    }

    private void followUntilStopped() {
        boolean hasFailed = false;
        long nextScan = System.nanoTime();
        while (!stop.isStopped()) {
            boolean hasMore = false;
            try {
                long now = System.nanoTime();
                if (now - nextScan >= 0) {
                    files.scan(now);
                    nextScan = System.nanoTime() + config.timing().scan().toNanos();
                }
                hasMore = files.round(stop);
            } catch (RuntimeException e) {
                if (!hasFailed) {
                    LOG.log(
                            Level.ERROR,
                            id() + ": following files failed, goes on (further failures are not named)",
                            e);
                }
                hasFailed = true;
                stop.await(config.timing().scan().toNanos());
            }
            if (!hasMore) {
                stop.await(config.timing().poll().toNanos());
            }
        }
        files.closeAll();
    }

    @Override
    public synchronized void close() {
        stop.stop(config.timing().stopPatience());
        Thread running = thread;
        if (running == null) {
            return;
        }
        try {
            boolean ignored = running.join(
                    config.timing().consumerPatience().plus(config.timing().stopPatience()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
