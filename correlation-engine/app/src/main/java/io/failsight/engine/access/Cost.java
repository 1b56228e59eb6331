package io.failsight.engine.access;

/** What a call costs this machine; calls of each kind are counted apart. */
public enum Cost {
    /** Answered from memory or the ledger: 200 a second, 1,000 at once. */
    ORDINARY(200, 1_000),
    /** Asks OpenSearch: 40 a second, 400 at once. */
    SEARCH(40, 400),
    /** Reads everything that matches: one each ten seconds, 10 at once. */
    EXPORT(0.1, 10),
    /** Stays open: 2 a second, 30 at once; how many may be open counts {@link StreamSlots}. */
    STREAM(2, 30);

    private final double perSecond;
    private final int atOnce;

    Cost(double perSecond, int atOnce) {
        this.perSecond = perSecond;
        this.atOnce = atOnce;
    }

    double perSecond() {
        return perSecond;
    }

    int atOnce() {
        return atOnce;
    }
}
