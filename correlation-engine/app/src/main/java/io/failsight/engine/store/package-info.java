/**
 * Entries as the index holds them: search, histogram, facets, neighbours, one entry, and how OpenSearch fares.
 *
 * <p>Nothing outside this room knows a type or a word of OpenSearch. Every call ends within the limits of {@link
 * io.failsight.engine.store.StoreConfig} or throws {@link io.failsight.engine.store.StoreException}. An index that does not exist
 * yet is an empty one.
 */
@NullMarked
package io.failsight.engine.store;

import org.jspecify.annotations.NullMarked;
