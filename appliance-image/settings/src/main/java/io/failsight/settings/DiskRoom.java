package io.failsight.settings;

/**
 * Most room on disk, and what is done when the file system of the data folder fills up, whoever fills it. Immutable.
 *
 * @param indices bytes of all indices together
 * @param journal bytes of what is journaled and not yet delivered
 * @param evictAt from this part of the file system on (above 0 to 1) old entries are evicted early
 * @param degradeAt from this part on debug lines and spans are no longer indexed
 * @param refuseAt from this part on nothing more is taken in
 */
public record DiskRoom(long indices, long journal, double evictAt, double degradeAt, double refuseAt) {}
