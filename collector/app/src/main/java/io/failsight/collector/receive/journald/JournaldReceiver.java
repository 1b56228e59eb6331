package io.failsight.collector.receive.journald;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.Outcome;
import io.failsight.collector.receive.Receiver;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.StopSignal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Reads the machine's journal through a {@code journalctl --follow} of its own, which is started again when it ends. Each batch carries the
 * cursor of its last entry, so that a restart goes on behind it; when the journal has dropped what lies there, it goes on with the
 * oldest it has. While the consumer puts batches off, nothing is read and the journal itself keeps what waits. The program ends with the
 * receiver, and by itself when this process dies. Thread-safe.
 */
public final class JournaldReceiver implements Receiver {
    private static final Logger LOG = System.getLogger(JournaldReceiver.class.getName());
    private static final Duration END_PATIENCE = Duration.ofSeconds(2);

    private final JournaldConfig config;
    private final ReceiverContext context;
    private final StopSignal stop = new StopSignal();
    private final EntryLines lines;
    private final LongAdder restarts = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private String cursor;
    private boolean hasRead;
    private long tooLong;
    private volatile String lastComplaint = "";
    private volatile @Nullable Process process;
    private @Nullable Thread thread;

    /** @param cursors last durable cursor of each source, as the journal gives them */
    public JournaldReceiver(JournaldConfig config, ReceiverContext context, Map<String, String> cursors) {
        this.config = config;
        this.context = context;
        this.lines = new EntryLines(config.maxEntryBytes());
        this.cursor = cursors.getOrDefault(config.source(), "");
    }

    @Override
    public String id() {
        return JournaldConfig.ID;
    }

    /** Always -1: the journal is not reached through a port. */
    @Override
    public int port() {
        return -1;
    }

    /** Times journalctl was started again. */
    public long restarts() {
        return restarts.sum();
    }

    /** Times a batch was put off by the consumer. */
    public long retries() {
        return retries.sum();
    }

    /** What journalctl said last on its error output, empty when it said nothing. */
    public String lastComplaint() {
        return lastComplaint;
    }

    /** @throws IOException when journalctl cannot be run */
    @Override
    public synchronized void start() throws IOException {
        if (thread != null || stop.isStopped()) {
            throw new IllegalStateException(id() + " was started or closed before");
        }
        Process first = launch();
        thread = Thread.ofPlatform().daemon().name("journald").start(() -> readUntilStopped(first));
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(config.commandLine(cursor));
        builder.environment().put("LC_ALL", "C");
        Process started;
        try {
            started = builder.start();
            started.getOutputStream().close();
        } catch (IOException e) {
            throw new IOException(
                    id() + ": cannot run " + config.command().getFirst() + " (" + e.getMessage()
                            + "); install systemd's journalctl, or switch the receiver off",
                    e);
        }
        process = started;
        Thread.ofVirtual().name("journald-complaints").start(() -> listen(started));
        if (stop.isStopped()) {
            started.destroy();
        }
        return started;
    }

    private void listen(Process started) {
        try (BufferedReader errors =
                new BufferedReader(new InputStreamReader(started.getErrorStream(), StandardCharsets.UTF_8))) {
            String line = errors.readLine();
            while (line != null) {
                lastComplaint = line;
                line = errors.readLine();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> id() + ": journalctl's error output: " + e.getMessage());
        }
    }

    private void readUntilStopped(Process first) {
        Duration pause = config.firstRestart();
        @Nullable Process running = first;
        while (!stop.isStopped()) {
            hasRead = false;
            if (running != null) {
                readToItsEnd(running);
            }
            if (stop.isStopped()) {
                return;
            }
            pause = hasRead ? config.firstRestart() : pause;
            complain(pause);
            stop.await(pause.toNanos());
            pause = pause.multipliedBy(2).compareTo(config.lastRestart()) > 0
                    ? config.lastRestart()
                    : pause.multipliedBy(2);
            running = stop.isStopped() ? null : relaunch();
        }
    }

    private @Nullable Process relaunch() {
        restarts.increment();
        try {
            return launch();
        } catch (IOException e) {
            lastComplaint = String.valueOf(e.getMessage());
            return null;
        }
    }

    /** A cursor that journalctl does not take would end it for ever; better to read an hour twice. */
    private void complain(Duration pause) {
        if (!hasRead && !cursor.isEmpty() && lastComplaint.contains("cursor")) {
            cursor = "";
        }
        LOG.log(
                Level.WARNING,
                id() + ": journalctl ended (" + (lastComplaint.isEmpty() ? "without a word" : lastComplaint)
                        + "); it is started again in " + pause.toMillis() + " ms");
    }

    private void readToItsEnd(Process running) {
        lines.reset();
        try (InputStream output = running.getInputStream()) {
            while (gather(output)) {
                if (!handOver()) {
                    break;
                }
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> id() + ": journalctl's output: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, id() + ": reading the journal failed; journalctl is started again", e);
        }
        end(running);
    }

    /** Waits for bytes, then takes what comes within the gather time; false when the program has ended. */
    private boolean gather(InputStream output) throws IOException {
        if (!read(output)) {
            return false;
        }
        boolean hasWaited = false;
        while (lines.length() < config.maxBatchBytes()) {
            if (output.available() > 0) {
                if (!read(output)) {
                    return true;
                }
            } else if (hasWaited) {
                return true;
            } else {
                stop.await(config.gather().toNanos());
                hasWaited = true;
            }
        }
        return true;
    }

    private boolean read(InputStream output) throws IOException {
        int room = lines.room();
        int read = output.read(lines.bytes(), lines.length(), room);
        if (read > 0) {
            lines.added(read);
            if (lines.tooLong() > tooLong) {
                context.counts().refused(id(), ErrorKind.BAD_INPUT, lines.tooLong() - tooLong);
                tooLong = lines.tooLong();
            }
        }
        return read >= 0;
    }

    /** Hands the whole lines over, again and again when they are put off; false when the receiver stopped before. */
    private boolean handOver() {
        if (lines.count() == 0) {
            return true;
        }
        String last = lines.lastCursor();
        BatchHeader header = new BatchHeader(
                Content.JOURNALD, Framing.LINES, id(), config.source(), "", context.nowNanos(), lines.count(), last);
        Batch batch = new Batch(header, lines.bytes(), 0, lines.wholeLength());
        while (true) {
            Outcome outcome = context.consumer().accept(batch, config.consumerPatience());
            if (!(outcome instanceof Outcome.RetryLater later)) {
                break;
            }
            retries.increment();
            if (stop.isOver()) {
                return false;
            }
            stop.awaitRetry(later.after());
        }
        hasRead = true;
        cursor = last.isEmpty() ? cursor : last;
        lines.taken();
        return true;
    }

    private static void end(Process running) {
        running.destroy();
        try {
            if (!running.waitFor(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        stop.stop(config.stopPatience());
        Process running = process;
        if (running != null) {
            running.destroy();
        }
        Thread reader = thread;
        try {
            boolean ignored = reader == null
                    || reader.join(config.consumerPatience()
                            .plus(config.stopPatience())
                            .plus(END_PATIENCE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
