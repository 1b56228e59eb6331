package io.failsight.audit;

import static io.failsight.audit.AuditFinding.records;

import io.failsight.audit.AuditFinding.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the chain, record by record, and names what is broken. A record that was changed breaks its own link; the next one, which still holds the
 * hash it had, tells that nothing else is wrong. Memory does not grow with the audit. Used by one thread, once.
 */
public final class AuditCheck {
    /** Most findings that are listed; whoever rewrote everything need not be told each record. */
    public static final int MAX_FINDINGS = 100;

    private final Anchors anchors;
    private final List<AuditFinding> findings = new ArrayList<>();
    private long count;
    private long lastId;
    private String lastHash = AuditRow.BEGIN;
    /** The last record that was as it should be, and how many were put in before it. */
    private long goodId;

    private String goodHash = AuditRow.BEGIN;
    private long shift;
    /** First record of a row of broken ones; 0 when the chain is whole here. */
    private long broken;

    private @Nullable AuditRow brokenRow;
    /** @param anchors what was told of the chain elsewhere */
    public AuditCheck(Anchors anchors) {
        this.anchors = anchors;
    }

    /** The next record, in the order of numbers. */
    public void accept(AuditRow row) {
        count++;
        if (row.id() > lastId + 1) {
            settle();
            find(Kind.REMOVED, lastId + 1, row.id() - 1, " is missing", " are missing");
            good(row);
        } else if (row.follows(lastHash, row.id() - shift)) {
            settle();
            good(row);
        } else if (broken > 0 && row.follows(goodHash, goodId + 1 - shift)) {
            find(
                    Kind.INSERTED,
                    broken,
                    lastId,
                    " was put in: without it the chain is whole",
                    " were put in: without them the chain is whole");
            shift = row.id() - (goodId + 1 - shift);
            broken = 0;
            good(row);
        } else if (broken == 0) {
            broken = row.id();
            brokenRow = row;
        }
        if (broken == 0 && shift == 0) {
            compare(row);
        }
        lastId = row.id();
        lastHash = row.hash();
    }

    private void compare(AuditRow row) {
        if (anchors.contradicts(row)) {
            find(
                    Kind.CHANGED,
                    row.id(),
                    row.id(),
                    " was changed and its hash made anew: the engine's log has another hash for it",
                    " were changed and their hashes made anew: the engine's log has others for them");
        } else if (anchors.covers(row.id()) && !anchors.confirms(row)) {
            find(
                    Kind.UNKNOWN_TO_LOG,
                    row.id(),
                    row.id(),
                    " is not in the engine's log: the engine was killed right after it, or it was added by hand",
                    " are not in the engine's log: they were added by hand, or the log is not whole");
        }
    }

    private void good(AuditRow row) {
        goodId = row.id();
        goodHash = row.hash();
    }

    /** The chain is whole again behind what was broken. */
    private void settle() {
        AuditRow row = brokenRow;
        if (broken == 0 || row == null) {
            return;
        }
        // The one before it was named already, if the log proves this one.
        if (broken < lastId || !anchors.proves(row)) {
            String before = broken == 1
                    ? ""
                    : ", or record " + (broken - 1)
                            + " before was changed with its hash, or something between was taken out";
            find(Kind.CHANGED, broken, lastId, " was changed" + before, " were changed" + before);
        }
        broken = 0;
        brokenRow = null;
    }

    /**
     * All records were seen.
     *
     * @param highest the highest number that the file says it ever gave
     */
    public AuditReport finish(long highest) {
        settle();
        long end = Math.max(highest, anchors.last());
        if (end > lastId) {
            String who = anchors.last() > lastId ? "; the engine's log knows" : "; the file itself counted";
            find(
                    Kind.TRUNCATED,
                    lastId + 1,
                    end,
                    " was cut off from the end" + who + " it",
                    " were cut off from the end" + who + " them");
        }
        return new AuditReport(count, lastId, lastHash, anchors.size(), findings);
    }

    /** Neighbours of which the same is to be said are one finding. */
    private void find(Kind kind, long first, long last, String ofOne, String ofMany) {
        AuditFinding before = findings.isEmpty() ? null : findings.getLast();
        long from = first;
        if (before != null
                && before.kind() == kind
                && before.last() == first - 1
                && (before.words().endsWith(ofOne) || before.words().endsWith(ofMany))) {
            from = before.first();
            findings.removeLast();
        }
        if (findings.size() < MAX_FINDINGS) {
            findings.add(new AuditFinding(kind, from, last, records(from, last) + (from == last ? ofOne : ofMany)));
        }
    }
}
