package io.failsight.core.episode;

/** What a signal is for an incident. */
public enum Impact {
    /** Says nothing about failovers. */
    NONE,
    /** May explain one that is there, or that follows soon. */
    CONTEXT,
    /** Belongs to one that is there, and begins none. */
    EVIDENCE,
    /** Begins one, or belongs to one: people asked for it. */
    PLANNED,
    /** Begins one, or belongs to one: nobody asked for it, as far as this signal tells. */
    FAULT;

    public boolean opens() {
        return this == PLANNED || this == FAULT;
    }
}
