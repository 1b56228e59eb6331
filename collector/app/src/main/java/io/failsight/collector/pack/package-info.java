/**
 * Packs: what a product's lines look like, as data. {@link PackMatcher} turns a decoded entry into one with the product's fields; all
 * of it is pure: the same entry and packs give the same result. Runs after the journal, so that a bad pack loses nothing.
 */
@NullMarked
package io.failsight.collector.pack;

import org.jspecify.annotations.NullMarked;
