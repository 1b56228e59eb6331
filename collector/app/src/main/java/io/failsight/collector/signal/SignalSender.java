package io.failsight.collector.signal;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Sends the signals of one feed to its engine until they are acknowledged, on a virtual thread, and says how far they are. A request that
 * the engine refuses for good is sent signal by signal, so that one bad signal does not hold the others. Thread-safe.
 */
public final class SignalSender implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SignalSender.class);
    private static final Duration COMPLAINT_INTERVAL = Duration.ofSeconds(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final SignalConfig config;
    private final SignalFeed feed;
    private final Consumer<Mark> commit;
    private final EngineClient client;
    private final Thread thread;
    private volatile boolean stopping;
    private long lastCommitNanos = System.nanoTime();
    private long lastComplaintNanos = System.nanoTime() - COMPLAINT_INTERVAL.toNanos();

    /** @param commit takes the mark below which the engine has everything; called by the sender's thread */
    public SignalSender(SignalConfig config, SignalFeed feed, Consumer<Mark> commit) {
        this.config = config;
        this.feed = feed;
        this.commit = commit;
        this.client = new EngineClient(config);
        this.thread = Thread.ofVirtual()
                .name("signals-to-" + config.engine().getHost())
                .unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Whether the thread runs. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    private void run() {
        try (client) {
            while (!stopping) {
                List<byte[]> lines = feed.peek(SignalConfig.MAX_REQUEST_SIGNALS, SignalConfig.MAX_REQUEST_BYTES, LOOK);
                if (!lines.isEmpty()) {
                    deliverInSpiteOfBugs(lines);
                    commitNow();
                } else if (System.nanoTime() - lastCommitNanos
                        >= config.idleCommit().toNanos()) {
                    commitNow();
                }
            }
            commitNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void commitNow() {
        lastCommitNanos = System.nanoTime();
        commit.accept(feed.settled());
    }

    /** A bug must not end the sender: signals would wait for ever. */
    private void deliverInSpiteOfBugs(List<byte[]> lines) throws InterruptedException {
        try {
            deliver(lines);
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "a bug kept %d signals from being sent to %s; they are sent again",
                    lines.size(),
                    config.engine());
            Thread.sleep(config.maxBackOff());
        }
    }

    private void deliver(List<byte[]> lines) throws InterruptedException {
        Duration wait = config.firstBackOff();
        while (true) {
            feed.stats().requests().increment();
            switch (client.post(lines)) {
                case EngineClient.Answer.Taken taken -> {
                    feed.stats().acknowledged().add(lines.size());
                    feed.remove(lines.size());
                    return;
                }
                case EngineClient.Answer.Refused refused -> {
                    feed.stats().failures().increment();
                    if (lines.size() == 1) {
                        give(refused.reason());
                        return;
                    }
                    lines = lines.subList(0, (lines.size() + 1) / 2);
                }
                case EngineClient.Answer.Later later -> {
                    feed.stats().failures().increment();
                    if (stopping) {
                        return;
                    }
                    complain(later.reason(), wait);
                    Thread.sleep(wait);
                    wait = wait.multipliedBy(2).compareTo(config.maxBackOff()) < 0
                            ? wait.multipliedBy(2)
                            : config.maxBackOff();
                }
            }
        }
    }

    private void give(String reason) {
        LOG.errorf(
                "the engine at %s will not take a signal (%s); its entry can be searched, but no incident will show it: please "
                        + "report this bug",
                config.engine(), reason);
        feed.stats().refused().increment();
        feed.remove(1);
    }

    private void complain(String reason, Duration wait) {
        long now = System.nanoTime();
        if (now - lastComplaintNanos > COMPLAINT_INTERVAL.toNanos()) {
            lastComplaintNanos = now;
            LOG.warnf(
                    "the engine at %s did not take signals (%s); the journal keeps them, next try in %d ms",
                    config.engine(), reason, wait.toMillis());
        }
    }

    /** Sends what there is for a moment, and stops; the rest comes again after the next start. */
    @Override
    public void close() {
        stopping = true;
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            if (!thread.join(STOP_PATIENCE)) {
                thread.interrupt();
                thread.join(STOP_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
