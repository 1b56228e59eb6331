package io.failsight.settings;

/**
 * Most room on disk, in bytes. Immutable.
 *
 * @param indices all indices together
 * @param journal what is journaled and not yet delivered
 */
public record DiskRoom(long indices, long journal) {}
