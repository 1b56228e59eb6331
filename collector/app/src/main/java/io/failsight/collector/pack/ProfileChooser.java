package io.failsight.collector.pack;

import io.failsight.model.Entry;

/** Knows which profile of its pack an entry's cluster has. Asked only for entries with a signal. */
@FunctionalInterface
public interface ProfileChooser {
    /** Nobody said which profile: packs find it by the names in the line. */
    ProfileChooser NONE = entry -> "";

    /** Name of the profile, empty when it is not known. */
    String profileOf(Entry entry);
}
