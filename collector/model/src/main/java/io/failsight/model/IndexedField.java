package io.failsight.model;

/** A field of the index: one of those known to everybody ({@link EntryField}) or one the operator asked for ({@link PromotedField}). */
public interface IndexedField {
    /** Name in the index. */
    String jsonName();
}
