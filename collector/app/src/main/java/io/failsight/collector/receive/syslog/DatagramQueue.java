package io.failsight.collector.receive.syslog;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.Content;
import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.Outcome;
import io.failsight.collector.receive.PeerName;
import io.failsight.collector.receive.ReceiverContext;
import io.failsight.collector.receive.StopSignal;
import io.failsight.collector.receive.link.Rates;
import io.failsight.model.Bytes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams between the socket and the journal: one side fills while the other is handed over, one batch a sender. The senders of a
 * round go to the consumer side by side, so that they share one force of the disk. Thread-safe.
 */
final class DatagramQueue {
    private static final Logger LOG = System.getLogger(DatagramQueue.class.getName());
    /** Senders in one round; forged addresses beyond them are refused instead of filling the heap. */
    static final int MAX_SENDERS = 1_024;
    /** From 64 KiB on a round starts at once, before that the socket may gather for {@link SyslogConfig#GATHER}. */
    private static final int FULL_BYTES = 64 << 10;

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int PREFIX_BYTES = 4;

    private final SyslogConfig config;
    private final ReceiverContext context;
    private final StopSignal stop;
    private final @Nullable Rates rates;
    private final LongAdder retries = new LongAdder();
    private final Object lock = new Object();
    private Map<InetAddress, Gathered> filling = new HashMap<>();
    private int fillingBytes;

    private static final class Gathered {
        final Bytes packed = new Bytes(1_024);
        final long receivedNanos;
        final Rates.@Nullable Allowance allowance;
        /** Bytes that may be gathered in this round. */
        final long most;

        int records;

        Gathered(long receivedNanos, Rates.@Nullable Allowance allowance) {
            this.receivedNanos = receivedNanos;
            this.allowance = allowance;
            this.most = allowance == null ? Long.MAX_VALUE : allowance.left();
        }
    }

    DatagramQueue(SyslogConfig config, ReceiverContext context, StopSignal stop, @Nullable Rates rates) {
        this.rates = rates;
        this.config = config;
        this.context = context;
        this.stop = stop;
    }

    long retries() {
        return retries.sum();
    }

    /** Packs one message; false when there is no room for it. */
    boolean offer(InetAddress peer, byte[] bytes, int length) {
        synchronized (lock) {
            Gathered gathered = filling.get(peer);
            if (fillingBytes + length + PREFIX_BYTES > config.udpPendingBytes()
                    || gathered == null && filling.size() >= MAX_SENDERS) {
                return false;
            }
            if (gathered == null) {
                gathered = new Gathered(context.nowNanos(), allowance(peer));
            }
            if (gathered.packed.length() + length > gathered.most) {
                return false;
            }
            if (gathered.records == 0) {
                filling.put(peer, gathered);
            }
            gathered.packed
                    .add(length >>> 24)
                    .add(length >>> 16)
                    .add(length >>> 8)
                    .add(length);
            gathered.packed.add(bytes, 0, length);
            gathered.records++;
            boolean first = fillingBytes == 0;
            int before = fillingBytes;
            fillingBytes += length + PREFIX_BYTES;
            if (first || before < FULL_BYTES && fillingBytes >= FULL_BYTES) {
                lock.notifyAll();
            }
            return true;
        }
    }

    /** What a sender of the network may send in a round; this machine may send any amount. */
    private Rates.@Nullable Allowance allowance(InetAddress peer) {
        return rates == null || peer.isLoopbackAddress() ? null : rates.of(PeerName.of(peer));
    }

    /** Makes a waiting {@link #handOverUntilStopped} look again. */
    void wake() {
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    /** Hands over round after round; ends when the receiver stops and nothing is left. */
    void handOverUntilStopped() {
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Map<InetAddress, Gathered> round = take(); !round.isEmpty(); round = take()) {
                List<Runnable> tasks = new ArrayList<>();
                round.forEach((peer, gathered) -> tasks.add(() -> handOver(PeerName.of(peer), gathered)));
                if (tasks.size() == 1) {
                    tasks.getFirst().run();
                } else {
                    tasks.stream().map(senders::submit).toList().forEach(DatagramQueue::await);
                }
            }
        }
    }

    private static void await(Future<?> task) {
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("handing datagrams over failed", e);
        }
    }

    /** Waits for datagrams and takes them; an empty map when the receiver stopped and there are none. */
    private Map<InetAddress, Gathered> take() {
        synchronized (lock) {
            try {
                while (fillingBytes == 0 && !stop.isStopped()) {
                    lock.wait(1_000);
                }
                if (fillingBytes < FULL_BYTES && !stop.isStopped()) {
                    lock.wait(SyslogConfig.GATHER.toMillis());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Map.of();
            }
            Map<InetAddress, Gathered> taken = filling;
            filling = new HashMap<>();
            fillingBytes = 0;
            return taken;
        }
    }

    private void handOver(String peer, Gathered gathered) {
        Bytes packed = gathered.packed;
        if (gathered.allowance != null) {
            long unused = gathered.allowance.spend(packed.length());
        }
        BatchHeader header = new BatchHeader(
                Content.SYSLOG,
                Framing.LENGTH_PREFIXED,
                SyslogConfig.ID,
                SyslogConfig.ID + "/" + peer,
                peer,
                gathered.receivedNanos,
                gathered.records,
                "");
        try {
            tryUntilRefused(new Batch(header, packed.array(), 0, packed.length()));
        } catch (RuntimeException e) {
            context.counts().refused(SyslogConfig.ID, ErrorKind.BUG, gathered.records);
            LOG.log(Level.ERROR, "syslog: datagrams of " + peer + " were lost because of a defect", e);
        }
    }

    private void tryUntilRefused(Batch batch) {
        long giveUp = System.nanoTime() + config.udpRetry().toNanos();
        while (true) {
            switch (context.consumer().accept(batch, PATIENCE)) {
                case Outcome.Accepted accepted -> {
                    return;
                }
                case Outcome.Refused refused -> {
                    return; // counted by the consumer
                }
                case Outcome.RetryLater later -> {
                    retries.increment();
                    if (System.nanoTime() - giveUp >= 0 || stop.isOver()) {
                        context.counts()
                                .refused(
                                        SyslogConfig.ID,
                                        ErrorKind.OVERLOADED,
                                        batch.header().recordCount());
                        return;
                    }
                    stop.awaitRetry(later.after());
                }
            }
        }
    }
}
