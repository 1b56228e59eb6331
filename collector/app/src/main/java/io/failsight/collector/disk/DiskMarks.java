package io.failsight.collector.disk;

/**
 * From which part of the file system on each step holds. Immutable.
 *
 * @param evictAt above 0 and below {@code degradeAt}
 * @param degradeAt below {@code refuseAt}
 * @param refuseAt at most {@value #FULL_AT}
 */
public record DiskMarks(double evictAt, double degradeAt, double refuseAt) {
    /** Below OpenSearch's own marks (NodeSettings), which must never be the first to act. */
    public static final double FULL_AT = 0.99;
    /** A step ends so far below its mark, so that nobody is told to come and go. */
    public static final double HYSTERESIS = 0.02;

    public DiskMarks {
        if (!(0 < evictAt && evictAt < degradeAt && degradeAt < refuseAt && refuseAt <= FULL_AT)) {
            throw new IllegalArgumentException("marks of the disk must grow: " + evictAt + ", " + degradeAt + ", "
                    + refuseAt + ", at most " + FULL_AT);
        }
    }

    /** The part of the file system from which a step holds; 0 for the first. */
    public double of(DiskStep step) {
        return switch (step) {
            case ENOUGH -> 0;
            case EVICTING -> evictAt;
            case DEGRADED -> degradeAt;
            case REFUSING -> refuseAt;
            case FULL -> FULL_AT;
        };
    }

    /** The step at a usage, coming from another one. */
    DiskStep step(DiskStep before, double share) {
        DiskStep step = DiskStep.ENOUGH;
        for (DiskStep higher : DiskStep.values()) {
            // full is left a little below its mark: two points less would already be taking in again
            double slack = higher == DiskStep.FULL ? HYSTERESIS / 4 : HYSTERESIS;
            double mark = before.isAtLeast(higher) ? of(higher) - slack : of(higher);
            if (higher == DiskStep.ENOUGH || share >= mark) {
                step = higher;
            }
        }
        return step;
    }
}
