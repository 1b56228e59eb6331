package io.failsight.collector.sink.opensearch;

/** What the disk leaves to the indices; asked often, by several threads. */
public interface Room {
    /** Bytes that should be evicted; 0 while there is room. */
    long excessBytes();

    /** Whether old evidence may go, too, when nothing else is left to go. */
    boolean isShort();

    /** Whether bulky entries are not worth being indexed now. */
    boolean leavesOutBulky();

    /** Whether nothing must be written to the indices now. */
    boolean isHeld();

    /** As much as one likes. */
    Room ENOUGH = new Room() {
        @Override
        public long excessBytes() {
            return 0;
        }

        @Override
        public boolean isShort() {
            return false;
        }

        @Override
        public boolean leavesOutBulky() {
            return false;
        }

        @Override
        public boolean isHeld() {
            return false;
        }
    };
}
