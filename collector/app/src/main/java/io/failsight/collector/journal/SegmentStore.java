package io.failsight.collector.journal;

import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Outcome;
import io.failsight.collector.journal.segment.JournalFiles;
import io.failsight.collector.journal.segment.Segment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The segments on disk, oldest first, and whose unread bytes they hold. A segment is delivered when every reader's durable position is past it;
 * its bytes are then free for others, and it stays until the budget needs its room. All methods but {@link #segments} and what is computed of
 * them alone ({@link #recordsBehind}, {@link #bytesBehind}) under the journal's lock.
 */
final class SegmentStore {
    /** When senders that were refused for lack of room should come again. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    /** Sources accounted by name; beyond it new ones share one account, so that forged addresses cannot fill the memory. */
    private static final int MAX_ACCOUNTS = 10_000;

    private static final String OTHERS = "(others)";

    private final JournalFiles files;
    private final JournalConfig config;
    private final Map<String, Long> unreadBySource = new HashMap<>();
    private volatile List<Segment> segments = List.of();
    private int delivered;
    private long unreadBytes;
    private long undeclaredBytes;

    SegmentStore(JournalFiles files, JournalConfig config, List<Segment> recovered) {
        this.files = files;
        this.config = config;
        this.segments = List.copyOf(recovered);
        for (Segment segment : recovered) {
            segment.sources().forEach((source, bytes) -> account(source, bytes));
        }
    }

    /** All segments, oldest first; a copy that does not change. */
    List<Segment> segments() {
        return segments;
    }

    long unreadBytes() {
        return unreadBytes;
    }

    long diskBytes() {
        long sum = 0;
        for (Segment segment : segments) {
            sum += segment.diskBytes();
        }
        return sum;
    }

    /** Reserves room for a batch, or says why there is none. */
    @Nullable
    Outcome admit(PendingBatch batch) {
        String source = batch.batch.header().source();
        String account = unreadBySource.size() < MAX_ACCOUNTS || unreadBySource.containsKey(source) ? source : OTHERS;
        long size = batch.sizeBytes;
        long budget = config.budgetBytes();
        if (unreadBytes + size > budget) {
            return full("The journal holds " + (unreadBytes >> 20)
                    + " MiB that no destination has taken yet, its budget of " + (budget >> 20)
                    + " MiB is used up. Bring the destination back or raise the budget.");
        }
        if (unreadBySource.getOrDefault(account, 0L) + size > (long) (budget * config.sourceShare())) {
            return full("Source " + source + " fills its share of the journal's budget of " + (budget >> 20)
                    + " MiB with entries that no destination has taken yet.");
        }
        boolean declared = config.reservedShare() == 0 || config.declared().test(source);
        if (!declared && undeclaredBytes + size > (long) (budget * (1 - config.reservedShare()))) {
            return full("The rest of the journal's budget is reserved for sources declared in failsight.yaml; " + source
                    + " is not one of them.");
        }
        batch.account = account;
        account(account, size);
        return null;
    }

    private static Outcome full(String reason) {
        return new Outcome.RetryLater(ErrorKind.STORAGE_FULL, reason, RETRY_AFTER);
    }

    private void account(String source, long bytes) {
        unreadBytes += bytes;
        if (!config.declared().test(source)) {
            undeclaredBytes += bytes;
        }
        unreadBySource.merge(source, bytes, (a, b) -> a + b == 0 ? null : a + b);
    }

    /** Gives back the room of a batch that was not written. */
    void release(PendingBatch batch) {
        account(batch.account, -batch.sizeBytes);
    }

    void add(Segment segment) {
        List<Segment> more = new ArrayList<>(segments);
        more.add(segment);
        segments = List.copyOf(more);
    }

    /** Forgets a segment that never held a durable batch. */
    void remove(Segment segment) {
        segments = segments.stream().filter(other -> other != segment).toList();
    }

    /** Frees the accounts of segments that every reader has left behind. */
    void deliveredUpTo(long offset) {
        List<Segment> all = segments;
        while (delivered < all.size()) {
            Segment segment = all.get(delivered);
            if (!segment.closed() || segment.end() > offset) {
                return;
            }
            segment.sources().forEach((source, bytes) -> account(source, -bytes));
            segment.sources().clear();
            delivered++;
        }
    }

    /** Number of segments that lie wholly below an offset. */
    int countUpTo(long offset) {
        int count = 0;
        for (Segment segment : segments) {
            if (!segment.closed() || segment.end() > offset) {
                break;
            }
            count++;
        }
        return count;
    }

    /** Notes that a segment now takes less room; waiting sources are charged for what it takes. */
    void compressed(Segment segment, long bytes) {
        double ratio = Math.min(1, (double) bytes / Math.max(1, segment.length()));
        segment.sources().replaceAll((source, before) -> {
            long after = Math.max(1, (long) (before * ratio));
            account(source, after - before);
            return after;
        });
        segment.compressedTo(bytes);
    }

    /** Deletes delivered segments, oldest first, until so many more bytes fit; the newest segment stays for its cursors. */
    void makeRoom(long bytes) throws IOException {
        while (delivered > 0 && segments.size() > 1 && diskBytes() + bytes > config.budgetBytes()) {
            deleteOldest();
        }
    }

    /** Deletes all delivered segments but the newest. */
    void deleteDelivered() throws IOException {
        while (delivered > 0 && segments.size() > 1) {
            deleteOldest();
        }
    }

    private void deleteOldest() throws IOException {
        Segment oldest = segments.getFirst();
        files.deleteIfExists(oldest.index());
        files.deleteIfExists(oldest.raw());
        files.deleteIfExists(oldest.packed());
        segments = segments.subList(1, segments.size());
        delivered--;
    }

    /** The segment that holds an offset, else the first behind it; null when there is none yet. */
    @Nullable
    Segment at(long offset) {
        List<Segment> all = segments;
        for (Segment segment : all) {
            if (!segment.closed() || segment.end() > offset) {
                return segment;
            }
        }
        return null;
    }

    /** The segment after another one; null when there is none yet. */
    @Nullable
    Segment after(Segment segment) {
        for (Segment other : segments) {
            if (other.base() > segment.base()) {
                return other;
            }
        }
        return null;
    }

    /**
     * Records that can still be read from a position on.
     *
     * @param offset of the position
     * @param records of the journal below it
     * @param allRecords of a journal that has no segment
     */
    long recordsBehind(long offset, long records, long allRecords) {
        List<Segment> all = segments;
        if (all.isEmpty()) {
            return Math.max(0, allRecords - records);
        }
        long lost = 0;
        for (Segment segment : all) {
            for (Segment.Hole hole : segment.holes()) {
                lost += segment.base() + hole.from() >= offset ? hole.records() : 0;
            }
        }
        long from = Math.max(records, all.getFirst().baseRecords());
        return Math.max(0, all.getLast().endRecords() - from - lost);
    }

    /** Bytes of all segments from an offset on. */
    long bytesBehind(long offset) {
        long sum = 0;
        for (Segment segment : segments) {
            sum += Math.max(0, segment.end() - Math.max(offset, segment.base() + segment.firstBatch()));
        }
        return sum;
    }
}
